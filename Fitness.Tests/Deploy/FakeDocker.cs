using Fitness.Tests.Support;

namespace Fitness.Tests.Deploy;

/// <summary>A script in the place of Docker's command line, which writes down what it was called with.</summary>
internal static class FakeDocker
{
    private const string Script = $$"""
        #!/bin/sh
        cd "$(dirname "$0")"
        echo "$@" >>calls
        case "$1" in
          inspect) cat "$3.json" 2>/dev/null || { echo "Error: No such $3: $5" >&2; exit 1; } ;;
          image) [ -e has-image ] || { cat refusal >&2 2>/dev/null || echo "Error: No such image: $3" >&2; exit 1; } ;;
          logs) cat logs ;;
          network) [ "$2" != "create" ] || [ ! -e has-network ] || { echo "Error response from daemon: network exists" >&2; exit 1; } ;;
          pull) echo "Error response from daemon: no such image" >&2; exit 1 ;;
          create)
            echo "beside"
            while [ $# -gt 0 ]; do [ "$1" != "--env-file" ] || cat "$2" >given; shift; done
            echo "host:$DOCKER_HOST" >>given ;;
          cp) [ "$2" != "-" ] || cat >/dev/null ;;
          start) [ "$2" = "--attach" ] || exit 0; echo "{{CaptureTests.Refusal}}" >&2; exit 1 ;;
        esac
        """;

    /// <summary>Runs the command line with it.</summary>
    public static async Task<(int ExitCode, string Error, string[] Calls)> RunAsync(string docker, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The fake is a script for a POSIX shell.");
        var (exitCode, _, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            [("PATH", $"{docker}{Path.PathSeparator}{Tools}")],
            arguments
        );
        var calls = Path.Combine(docker, "calls");
        return (exitCode, error, File.Exists(calls) ? await File.ReadAllLinesAsync(calls, TestContext.Current.CancellationToken) : []);
    }

    // What the script needs, and no Docker.
    private static string Tools
    {
        get
        {
            var folder = Folders.Create();
            foreach (var tool in new[] { "cat", "dirname", "sh" })
                File.CreateSymbolicLink(Path.Combine(folder, tool), $"/bin/{tool}");
            return folder;
        }
    }

    /// <summary>Makes it.</summary>
    public static string Create(string? container = null, string? image = null)
    {
        var folder = Folders.Create();
        var script = Path.Combine(folder, "docker");
        File.WriteAllText(script, Script.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (container is not null)
            File.WriteAllText(Path.Combine(folder, "container.json"), container);
        if (image is not null)
            File.WriteAllText(Path.Combine(folder, "image.json"), image);
        return folder;
    }
}
