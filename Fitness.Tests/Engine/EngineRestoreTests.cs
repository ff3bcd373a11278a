using System.Text.RegularExpressions;
using Fitness.Tests.Support;

namespace Fitness.Tests.Engine;

/// <summary>How the build gets the engine: from its maker's npm package for the platform.</summary>
public sealed partial class EngineRestoreTests
{
    [Theory]
    [InlineData(null, "its hash is that of package-lock.json", true)]
    [InlineData("false", "npm compared it with the registry's own hash, for package-lock.json has none for this platform", false)]
    public async Task It_is_restored_with_the_hash_that_is_known_and_says_who_checked_it(string? pinned, string said, bool hasHash)
    {
        Platform.RequireLinux("The test restores the engine for Linux");
        Assert.SkipUnless(Docker.IsOnPath("npm"), "There is no npm. Install Node.js.");
        var folder = Folders.Create();
        var (exitCode, output, error) = await RunAsync([
            "-target:RestoreEngine",
            $"-property:EngineRestoreFolder={folder}",
            "-property:EnginePlatform=linux-x64",
            .. pinned is null ? Array.Empty<string>() : [$"-property:EngineIsPinned={pinned}"],
        ]);
        Assert.True(exitCode == 0, output + error);
        Assert.Matches($@"the embedded engine is @dynoxide/linux-x64 \d+\.\d+\.\d+; {said}\.", output);
        Assert.Equal(
            hasHash,
            (await File.ReadAllTextAsync(Path.Combine(folder, "package-lock.json"), TestContext.Current.CancellationToken)).Contains(
                "\"integrity\"",
                StringComparison.Ordinal
            )
        );
        Assert.True(new FileInfo(Path.Combine(folder, "node_modules", "@dynoxide", "linux-x64", "dynoxide")).Length > 1_000_000);
    }

    [Theory]
    [InlineData("win32-x64", "dynoxide.exe")]
    [InlineData("darwin-arm64", "dynoxide")]
    public async Task Every_platform_has_a_package_and_a_file_of_its_own(string platform, string file)
    {
        var (exitCode, output, error) = await RunAsync("-getProperty:EngineBinary", $"-property:EnginePlatform={platform}");
        Assert.True(exitCode == 0, output + error);
        Assert.EndsWith($"/node_modules/@dynoxide/{platform}/{file}", output, StringComparison.Ordinal);
    }

    /// <summary>What the package's description says of a fault of the engine.</summary>
    [Fact]
    public void No_expression_has_a_character_of_several_bytes() =>
        Assert.All(
            Directory
                .EnumerateFiles(Repository.PathOf("Fitness.Api"), "*.cs", SearchOption.AllDirectories)
                .SelectMany(File.ReadLines)
                // Expressions, and constants that are parts of them, have placeholders or functions.
                .Where(line => Placeholder().IsMatch(line)),
            line => Assert.True(line.All(char.IsAscii), line)
        );

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        Docker.RunProgramAsync("dotnet", ["msbuild", Repository.PathOf("Fitness.Api"), "-noLogo", "-verbosity:minimal", .. arguments]);

    [GeneratedRegex("\"[^\"]*(?:#[a-z]+|:[a-z]+\\b|attribute_)")]
    private static partial Regex Placeholder();
}
