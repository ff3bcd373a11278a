using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>Tests that run when no other test of this process does: <c>aspire run</c> stops every other run of the same AppHost.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AspireCli
{
    public const string Name = "The Aspire CLI";
}

/// <summary>The pinned Aspire CLI, run from the root, runs the AppHost.</summary>
[Collection(AspireCli.Name)]
public sealed class AspireCliTests : AppHostTest
{
    private static readonly (string, string)[] Variables = [("ASPIRE_CLI_TELEMETRY_OPTOUT", "true")];

    [Fact]
    public async Task It_runs_the_AppHost_and_prints_the_dashboards_address()
    {
        EmbeddedAppHost.RequireEngine();
        await RestoreAsync();
        var address = FreeAddress.Find();
        using var api = new HttpClient { BaseAddress = address };
        await using var cli = AppHostProcess.Start(
            "dotnet",
            Variables,
            ["aspire", "run", "--non-interactive", "--nologo", "--no-build", "--", "--engine", "embedded", "--port", $"{address.Port}"],
            Repository.Root
        );
        await cli.WaitForServiceAsync(api, Routes.FirstActivity);
        await cli.WaitForOutputAsync("/login?t=");
    }

    /// <summary>Restores the tool, or skips the running test if no source has it.</summary>
    internal static async Task RestoreAsync()
    {
        var (exitCode, output, error) = await Docker.RunProgramAsync(
            "dotnet",
            "tool",
            "restore",
            "--tool-manifest",
            Repository.PathOf(".config", "dotnet-tools.json")
        );
        Assert.SkipWhen(exitCode != 0, $"The Aspire CLI cannot be restored: {output}{error} See .config/dotnet-tools.json.");
    }
}
