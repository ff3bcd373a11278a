using Fitness.Api.Features.Capsule.Replay;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Api.Settings;

namespace Fitness.Api.Startup;

/// <summary>The program's commands; it serves unless told otherwise.</summary>
internal static class ProgramCommands
{
    private const string Serve = "serve";
    private const string Settings = "settings";
    private const string Replay = ApiProgram.ReplayCommand;
    private const string Show = ApiProgram.ShowCommand;
    private const string Version = "--version";
    private const string Help = "--help";
    private static readonly string[] HelpOptions = [Help, "-h", "-?"];
    private static readonly string[] Commands =
    [
        Serve,
        ApiProgram.HealthCheckCommand,
        ApiProgram.DescribeCommand,
        ApiProgram.CaptureCommand,
        Replay,
        Show,
        Settings,
        Version,
        Help,
    ];

    private static readonly string Usage = $"""
        Fitness.Api, the backend of a health and fitness tracker.

          {Serve}          serves HTTP; the default
          {ApiProgram.HealthCheckCommand}    asks the service in the same container whether it is ready
          {ApiProgram.DescribeCommand}       prints the environment description as JSON: what was built and what it runs on; starts nothing
          {ApiProgram.CaptureCommand}        writes a capsule of a service with the same settings to standard output: {ApiProgram.CaptureCommand} {ApiOptions.User} SUB | {ApiOptions.AllUsers}; see its README
          {Replay}         starts with a capsule's data, sends its requests again, and compares the answers: {Replay} CAPSULE [{ApiOptions.Times} N] [{ApiOptions.Strict}] [{ApiOptions.Test} FOLDER]
          {Show}           prints what is in a capsule: {Show} CAPSULE
          {Settings}       prints the table of all settings as Markdown
          {Version}      prints version and commit
          {Help}         prints this

        Settings are environment variables, or arguments of {Serve} and {ApiProgram.DescribeCommand} such as --{SettingNames.Region} eu-central-1.
        Exit codes: {ExitCodes.Success} done, or stopped when asked to; {ExitCodes.Failure} it cannot serve, or is not ready; {ExitCodes.Usage} the command line is wrong, or a capsule cannot be read.
        """;

    /// <summary>Runs the command in the arguments and returns its exit code; <paramref name="build"/> gets the settings among them.</summary>
    public static Task<int> RunAsync(string[] arguments, Func<string[], WebApplication> build)
    {
        var (command, rest) =
            arguments is [var first, .. var others] && Commands.Contains(first, StringComparer.Ordinal)
                ? (first, others)
                : (Serve, arguments);
        return (command, rest) switch
        {
            (Help, []) => PrintAsync(Usage),
            // As with 'dotnet': whoever asks for help anywhere gets it, and nothing else happens.
            _ when rest.Any(HelpOptions.Contains) => PrintAsync(Usage),
            (Version, []) or (Serve, [Version]) => PrintAsync(BuildDescription.OfThisProgram.ToString()),
            (Settings, []) => PrintAsync(SettingDocument.Write()),
            (ApiProgram.HealthCheckCommand, []) => HealthCheckCommand.RunAsync(),
            (ApiProgram.CaptureCommand, _) => CaptureCommand.RunAsync(rest, build),
            (Replay, [var capsule, .. var options]) => ReplayCommand.RunAsync(capsule, options, build),
            (Show, [var capsule]) => ServiceRun.ToExitCodeAsync(() => ShowAsync(capsule), "Nothing is shown", ExitCodes.Unreadable),
            (Show, _) => ServiceRun.RefuseAsync($"{Show} needs a capsule: {Show} CAPSULE."),
            (Replay, []) => ServiceRun.RefuseAsync($"{Replay} needs a capsule: {Replay} CAPSULE."),
            (ApiProgram.DescribeCommand, _) => RunAsync(arguments, rest, settings => DescribeCommand.RunAsync(settings, build)),
            (Serve, _) => RunAsync(arguments, rest, settings => ServiceRun.ServeAsync(build(settings))),
            _ => ServiceRun.RefuseAsync(NoCommand($"{command} {rest[0]}")),
        };
    }

    private static Task<int> RunAsync(string[] arguments, string[] rest, Func<string[], Task> run) =>
        SettingArguments.Read(rest) switch
        {
            { Problem: { } problem } => ServiceRun.RefuseAsync(problem),
            // The other arguments may have secrets.
            { Unknown: { } unknown } => ServiceRun.RefuseAsync(NoCommand(string.Join(' ', [.. arguments[..^rest.Length], unknown]))),
            { Settings: var settings } => ServiceRun.ToExitCodeAsync(() => run(settings)),
        };

    private static string NoCommand(string command) =>
        $"Fitness.Api has no command '{Readable.Value(command)}'; {Help} lists those that it has.";

    private static async Task ShowAsync(string capsule)
    {
        foreach (var line in CapsuleText.Of(CapsuleReader.Read(Path.GetFullPath(capsule))))
            await Console.Out.WriteLineAsync(ReplayText.Plain(line));
    }

    private static async Task<int> PrintAsync(string text)
    {
        await Console.Out.WriteLineAsync(text);
        return ExitCodes.Success;
    }
}
