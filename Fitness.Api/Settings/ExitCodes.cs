using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Settings;

/// <summary>Exit codes of the service: 0 after a clean stop, 1 when a setting, the engine or the address keeps it from serving.</summary>
internal static class ExitCodes
{
    public const int Failure = 1;

    /// <summary>Runs the service; a reason not to serve becomes one line on standard error and a non-zero exit code.</summary>
    public static async Task<int> OfAsync(Func<Task> run)
    {
        try
        {
            await run();
            return Environment.ExitCode;
        }
        catch (Exception exception) when (exception is StartException or OptionsValidationException or IOException { InnerException: AddressInUseException } || IsWrongValue(exception))
        {
            await Console.Error.WriteLineAsync($"Fitness cannot start: {exception.Message}");
            return Failure;
        }
    }

    /// <summary>The configuration binder names the setting and the value that it cannot convert.</summary>
    private static bool IsWrongValue(Exception exception) => exception is InvalidOperationException { InnerException: FormatException or OverflowException or ArgumentException };
}
