using System.Net;
using System.Net.Sockets;
using Fitness.AppHost;
using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>F5 on DynamoDB Local in a container.</summary>
public sealed class ContainerTests : AppHostTest
{
    // A name that never resolves (RFC 6761): the container engine rejects it at once.
    private const string NotToBeHad = "registry.invalid/dynamodb-local:1";

    [Fact]
    public async Task On_the_stand_in_it_serves_and_recovers_when_the_container_is_restarted()
    {
        await FakeDynamoDBLocal.MakeAsync();
        var running = await StartAsync("--engine", "container", "--engine-image", FakeDynamoDBLocal.Image);
        await ServesAndRecoversAsync(running);
    }

    [Fact]
    public async Task On_DynamoDB_Local_itself_it_serves_and_recovers_when_the_container_is_restarted()
    {
        FakeDynamoDBLocal.RequireContainers();
        var (exitCode, _, error) = await Docker.TryAsync("image", "inspect", DynamoDBLocal.Image);
        if (exitCode != 0)
            (exitCode, _, error) = await Docker.TryAsync("pull", "--quiet", DynamoDBLocal.Image);
        Assert.SkipWhen(
            exitCode != 0,
            $"DynamoDB Local's image cannot be had here: {error} Pull {DynamoDBLocal.Image}, or tag a mirror's with that name."
        );
        var running = await StartAsync("--engine", "container");
        await ServesAndRecoversAsync(running);
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_pulled_and_the_progress_is_in_the_containers_log()
    {
        await FakeDynamoDBLocal.MakeAsync();
        Assert.SkipUnless(Docker.IsOnPath("docker-registry"), "There is no docker-registry. On Debian: apt-get install docker-registry.");
        await using var registry = await Registry.StartAsync();
        var image = $"{registry.Address.Authority}/dynamodb-local:1";
        await Docker.RunAsync("tag", FakeDynamoDBLocal.Image, image);
        try
        {
            await Docker.RunAsync("push", "--quiet", image);
            await Docker.RunAsync("image", "rm", image);
            var running = await StartAsync("--engine-image", image);
            await running.Api.CreateAsync("on-what-was-pulled");
            Assert.DoesNotContain("takes the container's place", running.ToString(), StringComparison.Ordinal);
            Assert.Contains($"Status: Downloaded newer image for {image}", running.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            await Docker.TryAsync("image", "rm", image);
        }
    }

    [Fact]
    public async Task While_a_pull_goes_on_the_dashboard_is_there_and_nothing_is_cut_off()
    {
        FakeDynamoDBLocal.RequireContainers();
        // A registry that accepts the connection and does not respond yet.
        using var registry = new TcpListener(IPAddress.Loopback, 0);
        registry.Start();
        await using var appHost = AppHostProcess.Start(
            [],
            "--engine",
            "container",
            "--engine-image",
            $"{registry.LocalEndpoint}/dynamodb-local:1",
            "--port",
            "0"
        );
        using (await registry.AcceptTcpClientAsync(TestContext.Current.CancellationToken))
        {
            await appHost.WaitForOutputAsync("Login to the dashboard at ");
            Assert.DoesNotContain("The run ends.", appHost.Output, StringComparison.Ordinal);
        }
        // Now it refuses.
        registry.Stop();
        Assert.Equal(1, await appHost.WaitForExitAsync());
        Assert.Contains("The run ends.", appHost.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_is_there_is_taken_without_being_asked_for()
    {
        await FakeDynamoDBLocal.MakeAsync();
        var running = await StartAsync("--engine-image", FakeDynamoDBLocal.Image);
        Assert.Contains("dynamodb", Names(running));
        Assert.DoesNotContain("dynamodb-embedded", Names(running));
        await running.Api.CreateAsync("on-the-container");
    }

    [Fact]
    public async Task An_image_that_cannot_be_had_and_that_nobody_insists_on_gives_way_to_the_embedded_engine()
    {
        FakeDynamoDBLocal.RequireContainers();
        EmbeddedAppHost.RequireEngine();
        var running = await StartAsync("--engine-image", NotToBeHad);
        await running.Api.CreateAsync("on-the-embedded-engine");
        Assert.Contains(
            $"The embedded engine takes the container's place, which cannot run from {NotToBeHad}: Error response from daemon",
            running.ToString(),
            StringComparison.Ordinal
        );
        await running.CommandAsync(FitnessModel.FallbackEngine, KnownResourceCommands.RestartCommand);
        await running.HealthyAsync(FitnessModel.FallbackEngine);
        await running.Api.CreateAsync("after-restart");
    }

    [Fact]
    public async Task A_container_that_ends_at_once_is_one_line_with_its_last_words()
    {
        await FakeDynamoDBLocal.MakeAsync();
        const string broken = "fitness/ends-at-once:1";
        var container = await Docker.RunAsync("create", FakeDynamoDBLocal.Image);
        await Docker.RunAsync(
            "commit",
            "--change",
            """ENTRYPOINT ["/bin/sh", "-c", "echo nothing to do here; exit 3"]""",
            container,
            broken
        );
        await Docker.RunAsync("rm", container);
        try
        {
            var ended = await AppHostProcess.RunAsync("--engine", "container", "--engine-image", broken, "--port", "0");
            Assert.Equal(1, ended.ExitCode);
            var line = Assert.Single(ended.Output.Split('\n'), line => line.Contains("The run ends.", StringComparison.Ordinal));
            Assert.Contains($"The engine's container cannot run from {broken}: It ended after '", line, StringComparison.Ordinal);
            Assert.Contains("nothing to do here", line, StringComparison.Ordinal);
        }
        finally
        {
            await Docker.TryAsync("image", "rm", "--force", broken);
        }
    }

    [Fact]
    public async Task An_image_that_was_asked_for_and_cannot_be_had_is_one_line_and_exit_code_1()
    {
        FakeDynamoDBLocal.RequireContainers();
        var (exitCode, output) = await AppHostProcess.RunAsync("--engine", "container", "--engine-image", NotToBeHad, "--port", "0");
        Assert.Equal(1, exitCode);
        var line = Assert.Single(output.Split('\n'), line =>
            line.Contains(NotToBeHad, StringComparison.Ordinal) && line.Contains("The run ends.", StringComparison.Ordinal)
        );
        Assert.Contains("Error response from daemon", line, StringComparison.Ordinal);
        Assert.Contains("name another with --engine-image, or use --engine embedded", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_image_that_cannot_be_had_is_one_line_and_exit_code_1()
    {
        FakeDynamoDBLocal.RequireContainers();
        var image = $"registry.invalid/fitness@sha256:{new string('0', 64)}";
        var (exitCode, output) = await AppHostProcess.RunAsync("--engine", "embedded", "--image", image, "--port", "0");
        Assert.Equal(1, exitCode);
        Assert.Contains($"The API's container cannot run from {image}: Error response from daemon", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--engine", "container")]
    [InlineData]
    public async Task A_container_engine_that_Aspire_cannot_use_ends_in_its_reason(params string[] options)
    {
        EmbeddedAppHost.RequireEngine();
        // A fake Docker CLI, of a version that the orchestrator rejects.
        var folder = Folders.Create();
        var docker = Path.Combine(folder, "docker");
        await File.WriteAllTextAsync(
            docker,
            "#!/bin/sh\necho 'Docker version 20.10.24, build 297e128'\n",
            TestContext.Current.CancellationToken
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(docker, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var appHost = AppHostProcess.Start(
            [("PATH", $"{folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}")],
            [.. options, "--port", "0"]
        );
        if (options.Length > 0)
        {
            Assert.Equal(1, await appHost.WaitForExitAsync());
            Assert.StartsWith(
                "Fitness.AppHost cannot start: --engine container was given, but Aspire cannot use docker: docker CLI version 20.10.24 is not supported",
                appHost.Output,
                StringComparison.Ordinal
            );
        }
        else
        {
            await appHost.WaitForOutputAsync("The embedded engine: Aspire cannot use docker: docker CLI version 20.10.24 is not supported");
        }
    }

    private static IEnumerable<string> Names(RunningAppHost running) =>
        running.Application.Services.GetService(typeof(DistributedApplicationModel)) is DistributedApplicationModel model
            ? model.Resources.Select(resource => resource.Name)
            : [];

    private static async Task ServesAndRecoversAsync(RunningAppHost running)
    {
        using (var sample = await running.Api.GetAsync(Routes.FirstActivity, TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.OK, sample.StatusCode);
        await running.Api.CreateAsync("before");
        await running.CommandAsync(FitnessModel.Engine, KnownResourceCommands.RestartCommand);
        await running.HealthyAsync(FitnessModel.Engine);
        // An in-memory engine comes back without the table: the API responds with 503 and creates it again.
        await running.Api.CreateAsync("after");
        Assert.False(await running.Api.HasAsync("before"));
    }
}
