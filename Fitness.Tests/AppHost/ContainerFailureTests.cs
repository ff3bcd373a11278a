using System.Net;
using System.Net.Sockets;
using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>How a container that cannot be had or does not run ends the run, or gives way.</summary>
public sealed class ContainerFailureTests : AppHostTest
{
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
    public async Task A_container_that_ends_at_once_is_one_line_with_its_last_words()
    {
        var broken = await FakeDynamoDBLocal.MakeEndingAsync();
        var ended = await AppHostProcess.RunAsync("--engine", "container", "--engine-image", broken, "--port", "0");
        Assert.Equal(1, ended.ExitCode);
        var line = Assert.Single(ended.Output.Split('\n'), line => line.Contains("The run ends.", StringComparison.Ordinal));
        Assert.Contains($"The engine's container cannot run from {broken}: It ended after '", line, StringComparison.Ordinal);
        Assert.Contains("nothing to do here", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_was_asked_for_and_cannot_be_had_is_one_line_and_exit_code_1()
    {
        FakeDynamoDBLocal.RequireContainers();
        var (exitCode, output) = await AppHostProcess.RunAsync(
            "--engine",
            "container",
            "--engine-image",
            ContainerTests.NotToBeHad,
            "--port",
            "0"
        );
        Assert.Equal(1, exitCode);
        var line = Assert.Single(output.Split('\n'), line =>
            line.Contains(ContainerTests.NotToBeHad, StringComparison.Ordinal) && line.Contains("The run ends.", StringComparison.Ordinal)
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
}
