using CliWrap;

namespace Fitness.Tests.Support;

/// <summary>Node.js with npm, for tests that run npm's packages.</summary>
internal static class NodeJs
{
    private const int Oldest = 20;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private static readonly string Remedy = $"Install Node.js {Oldest} or newer, with npm.";

    /// <summary>Skips the running test where there is none, or too old a one.</summary>
    public static async Task SkipWithoutAsync()
    {
        Assert.SkipUnless(Docker.IsOnPath("node") && Docker.IsOnPath("npm"), $"There is no Node.js with npm. {Remedy}");
        var (exitCode, version, _) = await Docker.RunProgramAsync("node", "--version");
        Assert.SkipUnless(
            exitCode == 0 && Version.TryParse(version.TrimStart('v'), out var found) && found.Major >= Oldest,
            $"Node.js is too old: {version}. {Remedy}"
        );
    }

    /// <summary>A command of npm in a folder with a package.</summary>
    // On Windows npm is a script.
    public static Command Npm(string folder, params string[] arguments) =>
        new Command(OperatingSystem.IsWindows() ? "npm.cmd" : "npm").WithArguments(arguments).WithWorkingDirectory(folder);

    /// <summary>Installs a package's dependencies as its lock file has them.</summary>
    public static Command Install(string folder) => Npm(folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");

    /// <summary>Runs a command and returns its standard output; a non-zero exit code fails the test.</summary>
    public static async Task<string> RunAsync(Command command)
    {
        var (exitCode, output, error) = await TryAsync(command);
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.True(exitCode == 0, $"{command} ended with exit code {exitCode}: {output}\n{error}");
        return output;
    }

    /// <summary>Runs a command.</summary>
    public static Task<(int ExitCode, string Output, string Error)> TryAsync(Command command) => Docker.RunProgramAsync(command, Timeout);
}
