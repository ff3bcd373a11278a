using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>Publishing with the pinned Aspire CLI.</summary>
[Collection(AspireCli.Name)]
public sealed class AspireCliPublishTests : AppHostTest
{
    [Fact]
    public async Task It_publishes_the_committed_manifest()
    {
        await AspireCliTests.RestoreAsync();
        var folder = Folders.Create();
        // Without building: a build would overwrite what these tests run from.
        await using var cli = AppHostProcess.Start(
            "dotnet",
            [("ASPIRE_CLI_TELEMETRY_OPTOUT", "true")],
            ["aspire", "publish", "--non-interactive", "--nologo", "--no-build", "--output-path", folder],
            Repository.Root
        );
        Assert.True(await cli.WaitForExitAsync() == 0, cli.Output);
        Assert.Equal(
            await File.ReadAllTextAsync(Repository.PathOf("deploy", "docker-compose.yaml"), TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(Path.Combine(folder, "docker-compose.yaml"), TestContext.Current.CancellationToken)
        );
    }
}
