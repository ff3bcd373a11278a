using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Api.Settings;

namespace Fitness.Api.Startup;

/// <summary>The program's commands; it serves unless told otherwise.</summary>
internal static class ProgramCommands
{
    private const string Serve = "serve";
    private const string Settings = "settings";
    private const string Version = "--version";
    private const string Help = "--help";

    private static readonly string Usage = $"""
        Fitness.Api, the backend of a health and fitness tracker.

          {Serve}          serves HTTP; the default
          {ApiProgram.HealthCheckCommand}    asks the service in the same container whether it is ready
          {ApiProgram.DescribeCommand}       prints the environment description as JSON: what was built and what it runs on; starts nothing
          {Settings}       prints the table of all settings as Markdown
          {Version}      prints version and commit
          {Help}         prints this

        Settings are environment variables, or arguments of {Serve} and {ApiProgram.DescribeCommand} such as --{SettingNames.Region}=eu-central-1.
        Exit codes: {ExitCodes.Success} done, or stopped when asked to; {ExitCodes.Failure} it cannot serve, or is not ready; {ExitCodes.Usage} no such command.
        """;

    /// <summary>Runs the command in the arguments and returns its exit code; <paramref name="build"/> gets the settings among them.</summary>
    public static Task<int> RunAsync(string[] arguments, Func<string[], WebApplication> build) => arguments switch
    {
        [ApiProgram.HealthCheckCommand] => HealthCheckCommand.RunAsync(),
        [ApiProgram.DescribeCommand, .. var settings] when settings.All(SettingArguments.IsSetting) => ServiceRun.ToExitCodeAsync(() => DescribeCommand.RunAsync(Normalize(settings), build)),
        [Settings] => PrintAsync(SettingDocument.Write()),
        [Version] => PrintAsync(BuildDescription.OfThisProgram.ToString()),
        [Help] => PrintAsync(Usage),
        [Serve, .. var settings] when settings.All(SettingArguments.IsSetting) => ServiceRun.ToExitCodeAsync(() => build(Normalize(settings)).RunAsync()),
        _ when arguments.All(SettingArguments.IsSetting) => ServiceRun.ToExitCodeAsync(() => build(Normalize(arguments)).RunAsync()),
        _ => RefuseAsync(arguments),
    };

    private static string[] Normalize(string[] settings) => [.. settings.Select(SettingArguments.Normalize)];

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
