using Fitness.Api.Features.EnvironmentDescription;

namespace Fitness.Api.Startup;

/// <summary>The program's commands; it serves unless told otherwise.</summary>
internal static class ProgramCommands
{
    private const string Serve = "serve";
    private const string Version = "--version";
    private const string Help = "--help";

    private static readonly string Usage = $"""
        Fitness.Api, the backend of a health and fitness tracker.

          {Serve}          serves HTTP; the default
          {ApiProgram.HealthCheckCommand}    asks the service in the same container whether it is ready
          {ApiProgram.DescribeCommand}       prints the environment description as JSON: what was built and what it runs on; starts nothing
          {Version}      prints version and commit
          {Help}         prints this

        Settings are environment variables, or arguments of {Serve} and {ApiProgram.DescribeCommand} such as --{SettingNames.Region}=eu-central-1.
        Exit codes: {ExitCodes.Success} done, or stopped when asked to; {ExitCodes.Failure} it cannot serve, or is not ready; {ExitCodes.Usage} no such command.
        """;

    /// <summary>Runs the command in the arguments and returns its exit code; <paramref name="build"/> gets the settings among them.</summary>
    public static Task<int> RunAsync(string[] arguments, Func<string[], WebApplication> build) => arguments switch
    {
        [ApiProgram.HealthCheckCommand] => HealthCheckCommand.RunAsync(),
        [ApiProgram.DescribeCommand, .. var settings] when settings.All(IsSetting) => ServiceRun.ToExitCodeAsync(() => DescribeCommand.RunAsync(settings, build)),
        [Version] => PrintAsync(BuildDescription.OfThisProgram.ToString()),
        [Help] => PrintAsync(Usage),
        [Serve, .. var settings] when settings.All(IsSetting) => ServiceRun.ToExitCodeAsync(() => build(settings).RunAsync()),
        _ when arguments.All(IsSetting) => ServiceRun.ToExitCodeAsync(() => build(arguments).RunAsync()),
        _ => RefuseAsync(arguments),
    };

    /// <summary>A misspelt command must not start the service.</summary>
    private static bool IsSetting(string argument) => argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains('=', StringComparison.Ordinal);

    private static async Task<int> PrintAsync(string text)
    {
        await Console.Out.WriteLineAsync(text);
        return ExitCodes.Success;
    }

    private static async Task<int> RefuseAsync(string[] arguments)
    {
        await Console.Error.WriteLineAsync($"Fitness.Api has no command '{string.Join(' ', arguments).ReplaceLineEndings(" ")}'; {Help} lists those that it has.");
        return ExitCodes.Usage;
    }
}
