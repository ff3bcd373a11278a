using System.Text.Json;
using Amazon.CloudFormation.Model;
using Aspire.Hosting.AWS;
using Aspire.Hosting.AWS.CloudFormation;
using Fitness.AppHost;

namespace Fitness.Tests.AppHost;

/// <summary>The resources of Test; no other mode has any from AWS.</summary>
public sealed class TestModeModelTests
{
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
        Assert.True(model.WaitsFor("data"));

        var variables = await DeployedAsync(model);
        Assert.Equal(
            ("ActivitiesTableName of the stack", "Test", "eu-central-1", "https://issuer.example", "fitness"),
            (
                variables[SettingNames.Variable(SettingNames.Table)],
                variables[SettingNames.Environment],
                variables[SettingNames.Region],
                variables[SettingNames.Variable(SettingNames.Authority)],
                variables[SettingNames.Variable(SettingNames.Audience)]
            )
        );
        Assert.DoesNotContain(SettingNames.Endpoint, variables.Keys);
        Assert.DoesNotContain(SettingNames.AccessKey, variables.Keys);
        Assert.DoesNotContain(SettingNames.Variable(SettingNames.CommandKey), variables.Keys);
        Assert.Equal([("/", "Page"), ("/scalar", "Reference")], await model.LinksAsync());
        Assert.DoesNotContain(model.Resource<ProjectResource>("api").Annotations.OfType<ResourceCommandAnnotation>(), command =>
            command.Name is "fill" or "empty"
        );
    }

    [Fact]
    public async Task Tests_tokens_are_the_stacks_own_unless_settings_name_others()
    {
        var model = Model.Of([(SettingNames.Region, "eu-central-1")], "--environment", "Test");
        var variables = await DeployedAsync(model);
        Assert.Equal(
            ("Authority of the stack", "Audience of the stack"),
            (variables[SettingNames.Variable(SettingNames.Authority)], variables[SettingNames.Variable(SettingNames.Audience)])
        );
        var stack = model.Resource<ICloudFormationTemplateResource>("data");
        using var template = JsonDocument.Parse(await File.ReadAllTextAsync(stack.TemplatePath, TestContext.Current.CancellationToken));
        foreach (var output in new[] { SettingNames.AuthorityOutput, SettingNames.AudienceOutput })
            Assert.True(template.RootElement.GetProperty("Outputs").TryGetProperty(output, out _));
    }

    [Fact]
    public async Task Test_with_a_stack_refers_to_it_and_provisions_nothing()
    {
        var model = Model.Of(Model.TestSettings, "--environment", "Test", "--stack", "fitness-qa");
        var stack = model.Resource<ICloudFormationStackResource>("data");
        Assert.Equal("fitness-qa", stack.StackName);
        Assert.Empty(model.Builder.Resources.OfType<ICloudFormationTemplateResource>());
        Assert.True(model.WaitsFor("data"));
        Assert.Equal("ActivitiesTableName of the stack", (await DeployedAsync(model))[SettingNames.Variable(SettingNames.Table)]);
    }

    [Fact]
    public async Task Host_names_are_the_developers_own_and_none_are_added()
    {
        // An added name would leave out every other.
        var variables = await DeployedAsync(Model.Of(Model.TestSettings, "--environment", "Test", "--stack", "fitness-qa"));
        Assert.Equal("Test", variables[SettingNames.Environment]);
        Assert.DoesNotContain(SettingNames.AllowedHosts, variables.Keys);
    }

    [Fact]
    public async Task An_image_in_Test_gets_credentials_from_the_environment_and_from_nowhere_else()
    {
        var wrong = Assert.Throws<StartException>(() => Model.Of(Model.TestSettings, "--environment", "Test", "--image", Model.Image));
        Assert.StartsWith(
            "Test needs the settings AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY. Set them as environment variables;",
            wrong.Message,
            StringComparison.Ordinal
        );
        var variables = await DeployedAsync(
            Model.Of(
                [.. Model.TestSettings, (SettingNames.AccessKey, "key"), (SettingNames.SecretKey, "secret")],
                "--environment",
                "Test",
                "--image",
                Model.Image
            )
        );
        Assert.Equal(("key", "secret"), (variables[SettingNames.AccessKey], variables[SettingNames.SecretKey]));
    }

    [Theory]
    [InlineData("--engine", "embedded")]
    [InlineData("--engine", "container")]
    [InlineData("--image", Model.Image)]
    [InlineData("--image", Model.Image, "--engine", "embedded")]
    [InlineData("--operation", "publish")]
    public void Nothing_of_AWS_is_there_in_the_other_modes(params string[] arguments)
    {
        var (resources, services) = OfAws(Model.Of(arguments));
        Assert.Empty(resources);
        Assert.Empty(services);
        // Where they have to be, they are found.
        (resources, services) = OfAws(Model.Of(Model.TestSettings, "--environment", "Test"));
        Assert.NotEmpty(resources);
        Assert.NotEmpty(services);
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
    public void Two_people_never_share_a_stack_by_default() =>
        Assert.NotEqual(DataStack.OwnStackName("安", "計"), DataStack.OwnStackName("王", "計"));

    [Fact]
    public void Without_a_region_Test_says_what_to_set()
    {
        var wrong = Assert.Throws<StartException>(() => Model.Of("--environment", "Test"));
        Assert.Equal("Test needs the settings AWS_REGION. Set them as environment variables.", wrong.Message);
    }

    /// <summary>The API's variables when the stack has been deployed; an output's value says which one it is.</summary>
    private static Task<IReadOnlyDictionary<string, string?>> DeployedAsync(Model model)
    {
        var stack = model.Resource<ICloudFormationResource>("data");
        // Only Aspire.Hosting.AWS itself can set them, after it has asked CloudFormation.
        stack
            .GetType()
            .GetProperty(nameof(stack.Outputs))!
            .SetValue(
                stack,
                new[] { SettingNames.TableOutput, SettingNames.AuthorityOutput, SettingNames.AudienceOutput }
                    .Select(name => new Output { OutputKey = name, OutputValue = $"{name} of the stack" })
                    .ToList()
            );
        return model.VariablesAsync("api");
    }

    /// <summary>The resources of Aspire.Hosting.AWS and its services, which it registers with the first stack.</summary>
    private static (IEnumerable<IAWSResource> Resources, IEnumerable<Type> Services) OfAws(Model model) =>
        (
            model.Builder.Resources.OfType<IAWSResource>(),
            model
                .Builder.Services.Select(service => service.IsKeyedService ? service.KeyedImplementationType : service.ImplementationType)
                .OfType<Type>()
                .Where(type => type.Namespace?.StartsWith("Aspire.Hosting.AWS", StringComparison.Ordinal) == true)
        );
}
