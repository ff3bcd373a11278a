using System.Text.Json;
using Aspire.Hosting.AWS;
using Aspire.Hosting.AWS.CloudFormation;
using Aspire.Hosting.AWS.Deployment;
using Aspire.Hosting.AWS.DynamoDB;
using Fitness.AppHost;

namespace Fitness.Tests.AppHost;

/// <summary>Which resources there are in each mode, and what the API is told.</summary>
public sealed class ModelTests
{
    private const string Image = "ghcr.io/acme/fitness/api@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Development_is_the_API_on_the_embedded_engine_with_the_whole_contract()
    {
        var model = Model.Of("--engine", "embedded");
        Assert.Equal(["api", "dynamodb"], model.Names.Order());
        Assert.IsType<ProjectResource>(model.Resource<IResource>("api"));
        Assert.IsType<ExecutableResource>(model.Resource<IResource>("dynamodb"));
        Assert.Equal(["serve", "--host", "127.0.0.1", "--port", "{dynamodb.bindings.http.targetPort}"], await model.ArgumentsAsync("dynamodb"));

        var variables = await model.VariablesAsync("api");
        Assert.Equal("Development", variables[SettingNames.Environment]);
        Assert.Equal("{dynamodb.http}", variables[SettingNames.Endpoint]);
        AssertLocal(variables);
        AssertWaits(model, "dynamodb");
    }

    [Fact]
    public async Task The_embedded_engine_persists_when_it_is_asked_to()
    {
        var arguments = await Model.Of("--engine", "embedded", "--persist", "true").ArgumentsAsync("dynamodb");
        Assert.Equal("--db-path", arguments[^2]);
        Assert.EndsWith(Path.Combine("artifacts", "data", "apphost", "fitness.db"), arguments[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task DynamoDB_Local_is_pinned_shared_in_memory_and_silent()
    {
        var model = Model.Of("--engine", "container");
        var engine = model.Resource<DynamoDBLocalResource>("dynamodb");
        var image = engine.Annotations.OfType<ContainerImageAnnotation>().Last();
        Assert.Equal(("public.ecr.aws", "aws-dynamodb-local/aws-dynamodb-local", LocalEngine.DynamoDBLocalTag), (image.Registry, image.Image, image.Tag));
        Assert.Equal(["-Djava.library.path=./DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar", "-sharedDb", "-inMemory", "-disableTelemetry"], await model.ArgumentsAsync("dynamodb"));
        Assert.Contains(engine.Annotations.OfType<HealthCheckAnnotation>(), check => check.Key == "dynamodb-answers");
        Assert.Null(model.Endpoint("dynamodb").Port);

        var variables = await model.VariablesAsync("api");
        Assert.Equal("{dynamodb.http}", variables[SettingNames.Endpoint]);
        AssertLocal(variables);
        AssertWaits(model, "dynamodb");
    }

    [Fact]
    public async Task DynamoDB_Local_persists_in_a_volume_when_it_is_asked_to()
    {
        var model = Model.Of("--engine", "container", "--persist", "true");
        var arguments = await model.ArgumentsAsync("dynamodb");
        Assert.DoesNotContain("-inMemory", arguments);
        Assert.Equal(["-dbPath", "/storage"], arguments.TakeLast(2));
        var volume = Assert.Single(model.Resource<DynamoDBLocalResource>("dynamodb").Annotations.OfType<ContainerMountAnnotation>());
        Assert.Equal((ContainerMountType.Volume, "/storage"), (volume.Type, volume.Target));
    }

    [Fact]
    public async Task A_published_image_is_wired_like_the_project()
    {
        var model = Model.Of("--engine", "embedded", "--image", Image);
        var api = model.Resource<ContainerResource>("api");
        var image = api.Annotations.OfType<ContainerImageAnnotation>().Last();
        Assert.Equal(Image, $"{image.Image}@sha256:{image.SHA256}");
        Assert.Equal((ServiceAddress.HostPort, ServiceAddress.ContainerPort), (model.Endpoint("api").Port, model.Endpoint("api").TargetPort));

        var project = await Model.Of("--engine", "embedded").VariablesAsync("api");
        var variables = await model.VariablesAsync("api");
        Assert.Equal(Image, variables[SettingNames.Variable(SettingNames.Image)]);
        // The image has its name and brings its engine along; everything else is the same.
        Assert.DoesNotContain(SettingNames.Endpoint, variables.Keys);
        string[] differ = [SettingNames.Variable(SettingNames.Image), SettingNames.Endpoint, SettingNames.Variable(SettingNames.CommandKey)];
        foreach (var name in Contract().Except(differ)) Assert.Equal(project.GetValueOrDefault(name), variables.GetValueOrDefault(name));
    }

    [Theory]
    [InlineData("10001")]
    [InlineData("0")]
    [InlineData("12345")]
    public void The_port_is_the_contracts_and_can_be_freed(string port)
    {
        Assert.Equal(ServiceAddress.HostPort, Model.Of("--engine", "embedded").Endpoint("api").Port);
        Assert.Equal(port == "0" ? null : int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), Model.Of("--engine", "embedded", "--port", port).Endpoint("api").Port);
    }

    [Fact]
    public async Task The_dashboard_has_links_and_commands_and_asks_before_it_destroys()
    {
        var model = Model.Of("--engine", "embedded");
        var api = model.Resource<ProjectResource>("api");
        Assert.Equal([("/activity/1", "API"), ("/scalar", "Reference"), ("/environment", "Environment")], await LinksAsync(model));

        var commands = api.Annotations.OfType<ResourceCommandAnnotation>().ToDictionary(command => command.Name);
        Assert.Equal("Fill with sample data", commands["fill"].DisplayName);
        Assert.Null(commands["fill"].ConfirmationMessage);
        Assert.Equal("Empty the table", commands["empty"].DisplayName);
        Assert.Contains("deletes every activity", commands["empty"].ConfirmationMessage, StringComparison.Ordinal);
        Assert.Equal(["side", "token"], commands[ParityCommand.Name].Arguments.Select(argument => argument.Name));
    }

    [Fact]
    public async Task Each_start_has_another_key_for_the_commands()
    {
        var name = SettingNames.Variable(SettingNames.CommandKey);
        var first = (await Model.Of("--engine", "embedded").VariablesAsync("api"))[name];
        Assert.Equal(32, first!.Length);
        Assert.NotEqual(first, (await Model.Of("--engine", "embedded").VariablesAsync("api"))[name]);
    }

    [Fact]
    public async Task Test_provisions_the_definition_under_the_developers_own_name()
    {
        var model = Model.Of(Model.TestSettings, "--environment", "Test");
        Assert.Equal(["api", "data"], model.Names.Order());
        var stack = model.Resource<ICloudFormationTemplateResource>("data");
        Assert.Equal(DataStack.OwnStackName(Environment.UserName, Environment.MachineName), stack.StackName);
        Assert.Equal(("fitness", "Test", Environment.UserName), (stack.Tags["Project"], stack.Tags["Environment"], stack.Tags["Owner"]));
        Assert.Equal("eu-central-1", stack.AWSSDKConfig!.Region!.SystemName);
        using var template = JsonDocument.Parse(await File.ReadAllTextAsync(stack.TemplatePath, TestContext.Current.CancellationToken));
        Assert.True(template.RootElement.GetProperty("Outputs").TryGetProperty(SettingNames.TableOutput, out _));
        Assert.True(template.RootElement.GetProperty("Parameters").TryGetProperty(DataStack.DeletionProtection, out _));
        AssertWaits(model, "data");

        var variables = await model.VariablesAsync("api");
        Assert.Equal(("Test", "eu-central-1", "https://issuer.example", "fitness"),
            (variables[SettingNames.Environment], variables[SettingNames.Region], variables[SettingNames.Variable(SettingNames.Authority)], variables[SettingNames.Variable(SettingNames.Audience)]));
        Assert.DoesNotContain(SettingNames.Endpoint, variables.Keys);
        Assert.DoesNotContain(SettingNames.AccessKey, variables.Keys);
        Assert.DoesNotContain(SettingNames.Variable(SettingNames.CommandKey), variables.Keys);
        Assert.Equal([("/scalar", "Reference")], await LinksAsync(model));
        Assert.DoesNotContain(model.Resource<ProjectResource>("api").Annotations.OfType<ResourceCommandAnnotation>(), command => command.Name is "fill" or "empty");
    }

    [Fact]
    public async Task Tests_tokens_are_the_stacks_own_unless_settings_name_others()
    {
        var variables = Model.Of([(SettingNames.Region, "eu-central-1")], "--environment", "Test").VariablesAsync("api");
        // They are outputs, which nobody knows before the stack is there.
        Assert.DoesNotContain(SettingNames.Variable(SettingNames.Authority), (await variables).Keys);
        var stack = Model.Of([(SettingNames.Region, "eu-central-1")], "--environment", "Test").Resource<ICloudFormationTemplateResource>("data");
        using var template = JsonDocument.Parse(await File.ReadAllTextAsync(stack.TemplatePath, TestContext.Current.CancellationToken));
        foreach (var output in new[] { SettingNames.AuthorityOutput, SettingNames.AudienceOutput }) Assert.True(template.RootElement.GetProperty("Outputs").TryGetProperty(output, out _));
    }

    [Fact]
    public void ECS_may_do_with_the_table_what_the_Docker_host_may()
    {
        var (onTable, onIndexes) = Ecs.TableActions(Model.Of().Builder.AppHostDirectory);
        Assert.Contains("dynamodb:GetItem", onTable);
        Assert.Equal(["dynamodb:Query"], onIndexes);
    }

    [Fact]
    public void Test_with_a_stack_refers_to_it_and_provisions_nothing()
    {
        var model = Model.Of(Model.TestSettings, "--environment", "Test", "--stack", "fitness-qa");
        var stack = model.Resource<ICloudFormationStackResource>("data");
        Assert.Equal("fitness-qa", stack.StackName);
        Assert.Empty(model.Builder.Resources.OfType<ICloudFormationTemplateResource>());
        AssertWaits(model, "data");
    }

    [Fact]
    public async Task An_image_in_Test_gets_credentials_from_the_environment_and_from_nowhere_else()
    {
        var wrong = Assert.Throws<StartException>(() => Model.Of(Model.TestSettings, "--environment", "Test", "--image", Image));
        Assert.StartsWith("Test needs the settings AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY. Set them as environment variables;", wrong.Message, StringComparison.Ordinal);
        var variables = await Model.Of([.. Model.TestSettings, (SettingNames.AccessKey, "key"), (SettingNames.SecretKey, "secret")], "--environment", "Test", "--image", Image).VariablesAsync("api");
        Assert.Equal(("key", "secret"), (variables[SettingNames.AccessKey], variables[SettingNames.SecretKey]));
    }

    [Theory]
    [InlineData("--engine", "embedded")]
    [InlineData("--engine", "container")]
    [InlineData("--image", Image)]
    [InlineData("--image", Image, "--engine", "embedded")]
    [InlineData("--operation", "publish")]
    public void Nothing_of_AWS_is_there_in_the_other_modes(params string[] arguments)
    {
        var model = Model.Of(arguments);
        Assert.Empty(model.Builder.Resources.OfType<IAWSResource>());
        // Aspire.Hosting.AWS registers what provisions only with the first stack.
        Assert.DoesNotContain(model.Builder.Services, service => !service.IsKeyedService && service.ImplementationType?.Namespace?.StartsWith("Aspire.Hosting.AWS", StringComparison.Ordinal) == true);
        Assert.DoesNotContain(model.Builder.Services, service => service.IsKeyedService && service.KeyedImplementationType?.Namespace?.StartsWith("Aspire.Hosting.AWS", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task ECS_gets_the_image_that_QA_tested_when_it_is_asked_for()
    {
        var model = Model.Of("--operation", "publish", "--target", "ecs", "--image", Image, "--environment", "Production");
        Assert.Single(model.Builder.Resources.OfType<AWSCDKEnvironmentResource>());
        Assert.Equal(["audience", "authority", "table"], model.Builder.Resources.OfType<ParameterResource>().Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
        var variables = await model.VariablesAsync("api");
        Assert.Equal(("Production", Image, "{table.value}", "{authority.value}", "{audience.value}"),
            (variables[SettingNames.Environment], variables[SettingNames.Variable(SettingNames.Image)], variables[SettingNames.Variable(SettingNames.Table)], variables[SettingNames.Variable(SettingNames.Authority)], variables[SettingNames.Variable(SettingNames.Audience)]));
    }

    [Theory]
    [InlineData("--target ecs needs --image: the image by digest that QA has tested.", "--operation", "publish", "--target", "ecs", "--environment", "Test")]
    [InlineData("--target ecs needs --environment Test or Production.", "--operation", "publish", "--target", "ecs", "--image", Image)]
    [InlineData("--engine is 'cloud'; use container or embedded.", "--engine", "cloud")]
    [InlineData("--engine is 'container,embedded'; use container or embedded.", "--engine", "container,embedded")]
    [InlineData("--image wants a value.", "--engine", "embedded", "--image")]
    [InlineData("--persist wants a value.", "--persist", "--engine", "embedded")]
    [InlineData("--persist is not for the engine in an image, whose data lies in its container.", "--persist", "true", "--engine", "embedded", "--image", Image)]
    [InlineData("--port is '70000'; use a number from 0 to 65535, 0 for any free port.", "--port", "70000")]
    [InlineData("--persist is 'yes'; use true or false.", "--persist", "yes")]
    [InlineData("--stack is for Test only; add --environment Test.", "--stack", "x")]
    [InlineData("--image is 'fitness/api:1.0'. Name the image by digest, such as fitness/api@sha256:… (64 hexadecimal digits); 'docker images --digests' shows it.", "--image", "fitness/api:1.0")]
    [InlineData("The environment is 'Production'; the AppHost runs Development and Test. Production runs from the published manifest.", "--environment", "Production")]
    [InlineData("Test needs the settings AWS_REGION. Set them as environment variables.", "--environment", "Test")]
    public void A_wrong_option_is_one_line_that_says_what_to_do(string message, params string[] arguments)
    {
        var wrong = Assert.Throws<StartException>(() => Model.Of(arguments));
        Assert.Equal(message, wrong.Message);
    }

    [Theory]
    [InlineData("ann", "laptop", "fitness-test-ann-laptop-")]
    [InlineData("ann.müller@acme", "LAPTOP_7", "fitness-test-ann-m-ller-acme-LAPTOP-7-")]
    public void A_stacks_name_is_one_that_CloudFormation_takes(string user, string machine, string begin)
    {
        Assert.StartsWith(begin, DataStack.OwnStackName(user, machine), StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z][A-Za-z0-9-]{0,127}$", DataStack.OwnStackName(user, new string('m', 200)));
    }

    [Fact]
    public void Two_people_never_share_a_stack_by_default() => Assert.NotEqual(DataStack.OwnStackName("安", "計"), DataStack.OwnStackName("王", "計"));

    [Fact]
    public void Without_a_container_engine_the_embedded_engine_takes_its_place_and_an_image_is_refused()
    {
        var bare = Model.Complete with { ContainerRuntime = () => null };
        Assert.IsType<ExecutableResource>(Model.Of(bare, []).Resource<IResource>("dynamodb"));
        Assert.IsType<DynamoDBLocalResource>(Model.Of().Resource<IResource>("dynamodb"));
        foreach (var arguments in new string[][] { ["--image", Image], ["--image", Image, "--engine", "embedded"], ["--engine", "container"] })
        {
            var refused = Assert.Throws<StartException>(() => Model.Of(bare, [], arguments));
            Assert.EndsWith("was given, but neither Docker nor Podman runs here. Start one, or leave the option out.", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_any_engine_and_with_a_port_or_data_in_use_the_start_says_what_to_do()
    {
        var without = Assert.Throws<StartException>(() => Model.Of(Model.Complete with { EngineBinary = () => null }, [], "--engine", "embedded"));
        Assert.Equal("The embedded engine's binary is not there. Install Node.js and build again (linux-x64), or start Docker or Podman.", without.Message);
        var busy = Model.Complete with { IsInUse = port => port == ServiceAddress.HostPort };
        var inUse = Assert.Throws<StartException>(() => Model.Of(busy, []));
        Assert.Equal("Port 10001 is in use, perhaps by another checkout. Stop what uses it, or add --port 0 for any free port.", inUse.Message);
        Assert.Null(Model.Of(busy, [], "--port", "0").Endpoint("api").Port);
        var held = Assert.Throws<StartException>(() => Model.Of(Model.Complete with { TryLock = _ => false }, [], "--persist", "true"));
        Assert.Equal("The persisted data is in use by another run of this checkout. Stop that one, or leave --persist out.", held.Message);
    }

    private static async Task<IEnumerable<(string, string?)>> LinksAsync(Model model)
    {
        var api = model.Resource<ProjectResource>("api");
        var context = new ResourceUrlsCallbackContext(model.Builder.ExecutionContext, api, [new ResourceUrlAnnotation { Url = "http://localhost:10001", Endpoint = api.GetEndpoint("http") }], TestContext.Current.CancellationToken);
        foreach (var annotation in api.Annotations.OfType<ResourceUrlsCallbackAnnotation>()) await annotation.Callback(context);
        return context.Urls.Select(url => (url.Url, url.DisplayText));
    }

    private static IEnumerable<string> Contract() =>
        typeof(SettingNames).GetFields().Where(field => field.IsLiteral).Select(field => SettingNames.Variable((string)field.GetRawConstantValue()!));

    private static void AssertLocal(IReadOnlyDictionary<string, string?> variables) =>
        Assert.Equal((LocalDefaults.Region, LocalDefaults.Credential, LocalDefaults.Credential, LocalDefaults.Table),
            (variables[SettingNames.Region], variables[SettingNames.AccessKey], variables[SettingNames.SecretKey], variables[SettingNames.Variable(SettingNames.Table)]));

    private static void AssertWaits(Model model, string other) =>
        Assert.Contains(model.Resource<IResource>("api").Annotations.OfType<WaitAnnotation>(), wait => wait.Resource.Name == other && wait.WaitType == WaitType.WaitUntilHealthy);
}
