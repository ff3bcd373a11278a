using Fitness.AppHost;
using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>The resources in each mode, and the settings of the API.</summary>
public sealed class ModelTests
{
    [Fact]
    public async Task Development_is_the_API_on_the_embedded_engine_with_the_whole_contract()
    {
        var model = Model.Of("--engine", "embedded");
        Assert.Equal(["api", "dynamodb"], model.Names.Order());
        Assert.IsType<ProjectResource>(model.Resource<IResource>("api"));
        Assert.IsType<ExecutableResource>(model.Resource<IResource>("dynamodb"));
        Assert.Equal(
            ["serve", "--host", "127.0.0.1", "--port", "{dynamodb.bindings.http.targetPort}"],
            await model.ArgumentsAsync("dynamodb")
        );

        var variables = await model.VariablesAsync("api");
        Assert.Equal("Development", variables[SettingNames.Environment]);
        Assert.Equal("{dynamodb.http}", variables[SettingNames.Endpoint]);
        AssertLocal(variables);
        Assert.True(model.WaitsFor("dynamodb"));
    }

    [Fact]
    public void The_API_runs_as_it_was_built_but_where_dotnet_watch_runs_it()
    {
        Assert.Equal("/api/Fitness.Api", Assert.Single(Program("--engine", "embedded")).Command);
        Assert.Empty(Program("--engine", "embedded", "--DOTNET_WATCH", "1"));

        static IEnumerable<ExecutableAnnotation> Program(params string[] arguments) =>
            Model.Of(arguments).Resource<ProjectResource>("api").Annotations.OfType<ExecutableAnnotation>();
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
        var engine = model.Resource<ContainerResource>("dynamodb");
        Assert.True(engine.TryGetContainerImageName(out var image));
        Assert.Equal(DynamoDBLocal.Image, image);
        Assert.Equal(
            ["-Djava.library.path=./DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar", "-sharedDb", "-disableTelemetry", "-inMemory"],
            await model.ArgumentsAsync("dynamodb")
        );
        Assert.Contains(engine.Annotations.OfType<HealthCheckAnnotation>(), check => check.Key == "dynamodb-answers");
        Assert.Null(model.Endpoint("dynamodb").Port);

        var variables = await model.VariablesAsync("api");
        Assert.Equal("{dynamodb.http}", variables[SettingNames.Endpoint]);
        AssertLocal(variables);
        Assert.True(model.WaitsFor("dynamodb"));
    }

    [Fact]
    public async Task DynamoDB_Local_persists_in_a_volume_when_it_is_asked_to()
    {
        var model = Model.Of("--engine", "container", "--persist", "true");
        var arguments = await model.ArgumentsAsync("dynamodb");
        Assert.DoesNotContain("-inMemory", arguments);
        Assert.Equal(["-dbPath", "/storage"], arguments.TakeLast(2));
        var volume = Assert.Single(model.Resource<ContainerResource>("dynamodb").Annotations.OfType<ContainerMountAnnotation>());
        Assert.Equal((ContainerMountType.Volume, "/storage"), (volume.Type, volume.Target));
    }

    [Theory]
    [InlineData("mirror.example:5000/acme/dynamodb-local:3.3.1")]
    [InlineData($"dynamodb-local@{ImageExamples.Digest}")]
    public void The_engine_comes_from_the_mirror_that_was_named(string image)
    {
        Assert.True(
            Model
                .Of("--engine", "container", "--engine-image", image)
                .Resource<ContainerResource>("dynamodb")
                .TryGetContainerImageName(out var name)
        );
        Assert.Equal(image, name);
    }

    [Fact]
    public async Task Where_the_image_has_to_be_pulled_and_nobody_insists_the_embedded_engine_stands_by()
    {
        var model = Model.Of(Model.Complete with { HasImage = _ => false }, []);
        Assert.Equal(["api", "dynamodb", "dynamodb-embedded"], model.Names.Order());
        Assert.Contains(model.Resource<ExecutableResource>("dynamodb-embedded").Annotations, annotation =>
            annotation is ExplicitStartupAnnotation
        );
        Assert.Equal("{dynamodb.http}", (await model.VariablesAsync("api"))[SettingNames.Endpoint]);
        // No fallback if the container was asked for, keeps data, or is the only engine.
        foreach (
            var (machine, arguments) in new (Machine, string[])[]
            {
                (Model.Complete, ["--engine", "container"]),
                (Model.Complete, ["--persist", "true"]),
                (Model.Complete with { EngineBinary = () => null }, []),
            }
        )
        {
            Assert.Equal(["api", "dynamodb"], Model.Of(machine with { HasImage = _ => false }, [], arguments).Names.Order());
        }
    }

    [Fact]
    public async Task A_published_image_is_wired_like_the_project()
    {
        var model = Model.Of("--engine", "embedded", "--image", Model.Image);
        var api = model.Resource<ContainerResource>("api");
        var image = api.Annotations.OfType<ContainerImageAnnotation>().Last();
        Assert.Equal(Model.Image, $"{image.Image}@sha256:{image.SHA256}");
        Assert.Equal((Ports.Host, Ports.Container), (model.Endpoint("api").Port, model.Endpoint("api").TargetPort));

        // The image has its own name, port and engine; each start has its own key. Everything else is the same.
        string[] differ =
        [
            SettingNames.Variable(SettingNames.Image),
            SettingNames.Endpoint,
            SettingNames.Addresses,
            SettingNames.Variable(SettingNames.CommandKey),
        ];
        var same = Contract().Except(differ).ToHashSet();
        var project = await Model.Of("--engine", "embedded").VariablesAsync("api");
        var variables = await model.VariablesAsync("api");
        AssertLocal(variables);
        Assert.Equal(
            project.Where(pair => same.Contains(pair.Key)).OrderBy(pair => pair.Key),
            variables.Where(pair => same.Contains(pair.Key)).OrderBy(pair => pair.Key)
        );
        Assert.Equal(Model.Image, variables[SettingNames.Variable(SettingNames.Image)]);
        Assert.Equal(32, variables[SettingNames.Variable(SettingNames.CommandKey)]!.Length);
        // Its own engine, and with a container that one.
        Assert.Equal(["api"], model.Names);
        Assert.DoesNotContain(SettingNames.Endpoint, variables.Keys);
        Assert.Equal(
            "{dynamodb.http}",
            (await Model.Of("--engine", "container", "--image", Model.Image).VariablesAsync("api"))[SettingNames.Endpoint]
        );
    }

    [Fact]
    public async Task A_variable_that_cannot_be_made_is_not_taken_for_one_that_is_left_out()
    {
        var model = Model.Of("--engine", "embedded");
        model
            .Builder.CreateResourceBuilder(model.Resource<ProjectResource>("api"))
            .WithEnvironment(_ => throw new InvalidOperationException("It cannot be made."));
        Assert.Equal(
            "It cannot be made.",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => model.VariablesAsync("api"))).Message
        );
    }

    [Fact]
    public async Task Containers_and_the_developers_own_names_reach_it()
    {
        Assert.Equal(
            "api;api.dev.internal;aspire.dev.internal;host.docker.internal;host.containers.internal",
            (await Model.Of("--engine", "embedded").VariablesAsync("api"))[SettingNames.AllowedHosts]
        );
        Assert.StartsWith(
            "laptop.local;api;",
            (
                await Model
                    .Of([(SettingNames.AllowedHosts, "laptop.local")], "--engine", "embedded", "--image", Model.Image)
                    .VariablesAsync("api")
            )[SettingNames.AllowedHosts],
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("10001")]
    [InlineData("0")]
    [InlineData("12345")]
    public void The_port_is_the_contracts_and_can_be_freed(string port)
    {
        Assert.Equal(Ports.Host, Model.Of("--engine", "embedded").Endpoint("api").Port);
        Assert.Equal(
            port == "0" ? null : int.Parse(port, System.Globalization.CultureInfo.InvariantCulture),
            Model.Of("--engine", "embedded", "--port", port).Endpoint("api").Port
        );
    }

    [Fact]
    public async Task The_dashboard_has_links_and_commands_and_asks_before_it_destroys()
    {
        var model = Model.Of("--engine", "embedded");
        var api = model.Resource<ProjectResource>("api");
        Assert.Equal(
            [("/", "Page"), ("/activity/1", "API"), ("/scalar", "Reference"), ("/environment", "Environment")],
            await model.LinksAsync()
        );

        var commands = api.Annotations.OfType<ResourceCommandAnnotation>().ToDictionary(command => command.Name);
        Assert.Equal("Fill with sample data", commands["fill"].DisplayName);
        Assert.Null(commands["fill"].ConfirmationMessage);
        Assert.Equal("Empty the table", commands["empty"].DisplayName);
        Assert.Contains("deletes every activity", commands["empty"].ConfirmationMessage, StringComparison.Ordinal);
        Assert.Equal(["side", "token"], commands[ParityCommand.Name].Arguments.Select(argument => argument.Name));
    }

    [Theory]
    [InlineData("true", "/")]
    [InlineData("false", "/activity/1")]
    public async Task The_page_is_linked_where_it_is_served(string setting, string first) =>
        Assert.Equal(first, (await Model.Of([(SettingNames.PageEnabled, setting)], "--engine", "embedded").LinksAsync()).First().Item1);

    [Fact]
    public async Task Each_start_has_another_key_for_the_commands()
    {
        var name = SettingNames.Variable(SettingNames.CommandKey);
        var first = (await Model.Of("--engine", "embedded").VariablesAsync("api"))[name];
        Assert.Equal(32, first!.Length);
        Assert.NotEqual(first, (await Model.Of("--engine", "embedded").VariablesAsync("api"))[name]);
    }

    [Theory]
    [InlineData("--engine is 'cloud'; use container or embedded.", "--engine", "cloud")]
    [InlineData("--engine is 'container,embedded'; use container or embedded.", "--engine", "container,embedded")]
    [InlineData(
        "--engine-image is 'dynamodb-local'. Name the image with its tag or digest, such as mirror.example/dynamodb-local:3.3.1.",
        "--engine-image",
        "dynamodb-local"
    )]
    [InlineData(
        "--engine-image is 'mirror:5000/dynamodb-local'. Name the image with its tag or digest, such as mirror.example/dynamodb-local:3.3.1.",
        "--engine-image",
        "mirror:5000/dynamodb-local"
    )]
    [InlineData(
        "--engine-image is 'https://mirror.example/dynamodb-local:3.3.1'. Name the image with its tag or digest, such as mirror.example/dynamodb-local:3.3.1.",
        "--engine-image",
        "https://mirror.example/dynamodb-local:3.3.1"
    )]
    [InlineData(
        "--engine-image is 'a/b:1:2'. Name the image with its tag or digest, such as mirror.example/dynamodb-local:3.3.1.",
        "--engine-image",
        "a/b:1:2"
    )]
    [InlineData(
        "--engine-image is 'Mirror/DynamoDB:1'. Name the image with its tag or digest, such as mirror.example/dynamodb-local:3.3.1.",
        "--engine-image",
        "Mirror/DynamoDB:1"
    )]
    [InlineData(
        "--engine-image is for the engine in a container; leave it or --engine embedded out.",
        "--engine-image",
        "dynamodb-local:1",
        "--engine",
        "embedded"
    )]
    [InlineData("Required argument missing for option: '--image'.", "--engine", "embedded", "--image")]
    [InlineData("--persist is '--engine'; use true or false.", "--persist", "--engine", "embedded")]
    [InlineData("--persist is '--operation'; use true or false.", "--persist", "--operation", "publish")]
    [InlineData("--stack is '--port'; name a stack.", "--environment", "Test", "--stack", "--port", "0")]
    [InlineData("There is no option --persit; --help shows those that there are.", "--persit", "true")]
    [InlineData("There is no option --Port; --help shows those that there are.", "--Port=0")]
    [InlineData(
        "--persist is not for the engine in an image, whose data lies in its container.",
        "--persist",
        "true",
        "--engine",
        "embedded",
        "--image",
        Model.Image
    )]
    [InlineData("--port is '70000'; use a number from 0 to 65535, 0 for any free port.", "--port", "70000")]
    [InlineData("--persist is 'yes'; use true or false.", "--persist", "yes")]
    [InlineData("--stack is for Test only; add --environment Test.", "--stack", "x")]
    [InlineData(
        "--image is 'fitness/api:1.0'. Name the image by digest, such as fitness/api@sha256:… (64 hexadecimal digits); 'docker images --digests' shows it.",
        "--image",
        "fitness/api:1.0"
    )]
    [InlineData(
        "The environment is 'Production'; the AppHost runs Development and Test. Production runs from the published manifest.",
        "--environment",
        "Production"
    )]
    public void A_wrong_option_is_one_line_that_says_what_to_do(string message, params string[] arguments)
    {
        var wrong = Assert.Throws<StartException>(() => Model.Of(arguments));
        Assert.Equal(message, wrong.Message);
    }

    [Fact]
    public void Without_a_container_engine_the_embedded_engine_takes_its_place_and_an_image_is_refused()
    {
        var bare = Model.Complete with { Containers = () => new ContainerRuntime("docker", "the daemon sleeps.") };
        Assert.IsType<ExecutableResource>(Model.Of(bare, []).Resource<IResource>("dynamodb"));
        Assert.IsType<ContainerResource>(Model.Of().Resource<IResource>("dynamodb"));
        foreach (
            var arguments in new string[][]
            {
                ["--image", Model.Image],
                ["--image", Model.Image, "--engine", "embedded"],
                ["--engine", "container"],
            }
        )
        {
            var refused = Assert.Throws<StartException>(() => Model.Of(bare, [], arguments));
            Assert.EndsWith(
                "was given, but Aspire cannot use docker: the daemon sleeps. Start Docker or Podman in a version that it takes, or leave the option out.",
                refused.Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void Without_any_engine_and_with_a_port_or_data_in_use_the_start_says_what_to_do()
    {
        var without = Assert.Throws<StartException>(() =>
            Model.Of(Model.Complete with { EngineBinary = () => null }, [], "--engine", "embedded")
        );
        Assert.Equal($"The embedded engine's binary is not there. {EngineProgram.Remedy}, or start Docker or Podman.", without.Message);
        var busy = Model.Complete with { IsInUse = port => port == Ports.Host };
        var inUse = Assert.Throws<StartException>(() => Model.Of(busy, []));
        Assert.Equal(
            "Port 10001 is in use, perhaps by another checkout. Stop what uses it, or add --port 0 for any free port.",
            inUse.Message
        );
        Assert.Null(Model.Of(busy, [], "--port", "0").Endpoint("api").Port);
        var held = Assert.Throws<StartException>(() => Model.Of(Model.Complete with { TryLock = _ => false }, [], "--persist", "true"));
        Assert.Equal("The persisted data is in use by another run of this checkout. Stop that one, or leave --persist out.", held.Message);
    }

    private static IEnumerable<string> Contract() =>
        typeof(SettingNames)
            .GetFields()
            .Where(field => field.IsLiteral)
            .Select(field => SettingNames.Variable((string)field.GetRawConstantValue()!));

    private static void AssertLocal(IReadOnlyDictionary<string, string?> variables) =>
        Assert.Equal(
            (LocalDefaults.Region, LocalDefaults.Credential, LocalDefaults.Credential, LocalDefaults.Table),
            (
                variables[SettingNames.Region],
                variables[SettingNames.AccessKey],
                variables[SettingNames.SecretKey],
                variables[SettingNames.Variable(SettingNames.Table)]
            )
        );
}
