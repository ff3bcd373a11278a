using CliWrap;
using CliWrap.Buffered;

namespace Fitness.Tests.Support;

/// <summary>Runs programs on this machine, above all the Docker CLI.</summary>
internal static class Docker
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <summary>Runs <c>docker</c> and returns its standard output; a non-zero exit code fails the test.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await TryAsync(arguments);
        Assert.True(exitCode == 0, $"docker {string.Join(' ', arguments)} ended with exit code {exitCode}: {error}");
        return output;
    }

    /// <summary>Runs <c>docker</c>.</summary>
    public static Task<(int ExitCode, string Output, string Error)> TryAsync(params string[] arguments) =>
        RunProgramAsync("docker", arguments);

    /// <summary>Runs a program until it ends.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunProgramAsync(string program, params string[] arguments) =>
        RunProgramAsync(new Command(program).WithArguments(arguments), Timeout);

    /// <summary>Runs a program until it ends; after the timeout it is killed, and the test fails.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunProgramAsync(Command command, TimeSpan timeout)
    {
        using var late = new CancellationTokenSource(timeout);
        try
        {
            var result = await command.WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(late.Token);
            return (result.ExitCode, result.StandardOutput.TrimEnd(), result.StandardError.TrimEnd());
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"{command} did not end within {timeout.TotalMinutes} minutes.", exception);
        }
    }

    /// <summary>Whether a program of that name can be run.</summary>
    public static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, $"{program}.exe")));
}
