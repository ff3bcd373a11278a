using System.Text.Json;
using Fitness.Api.Description;
using Fitness.Api.Http;
using Fitness.Api.Settings;

namespace Fitness.Api.Commands;

/// <summary>What the program can be told to do; to serve, unless it is told otherwise.</summary>
internal static class ProgramCommands
{
    private const string Serve = "serve";
    private const string Describe = "describe";
    private const string Version = "--version";
    private const string Help = "--help";

    private static readonly string Usage = $"""
        Fitness.Api, the backend of a health and fitness tracker.

          {Serve}          serves HTTP; what it does unless told otherwise
          {ServiceAddress.HealthCheckCommand}    asks the service beside it, in the same container, whether it is ready
          {Describe}       prints what was built, as JSON, and starts nothing
          {Version}      prints version and commit
          {Help}         prints this

        Settings are environment variables, or arguments of {Serve} such as --{SettingNames.Region}=eu-central-1.
        Exit codes: {ExitCodes.Success} done, or stopped when asked to; {ExitCodes.Failure} it cannot serve, or is not ready; {ExitCodes.Usage} no such command.
        """;

    /// <summary>Does what the arguments say and ends with its exit code; <paramref name="serve"/> takes the settings among them.</summary>
    public static Task<int> RunAsync(string[] arguments, Func<string[], Task> serve) => arguments switch
    {
        [ServiceAddress.HealthCheckCommand] => HealthCheckCommand.RunAsync(),
        [Describe] => PrintAsync(JsonSerializer.Serialize(BuildDescription.OfThisProgram, FitnessJson.Readable.BuildDescription)),
        [Version] => PrintAsync(BuildDescription.OfThisProgram.ToString()),
        [Help] => PrintAsync(Usage),
        [Serve, .. var settings] when settings.All(IsSetting) => ExitCodes.OfAsync(() => serve(settings)),
        _ when arguments.All(IsSetting) => ExitCodes.OfAsync(() => serve(arguments)),
        _ => RefuseAsync(arguments),
    };

    /// <summary>A misspelt command must not be taken for a wish to serve.</summary>
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
