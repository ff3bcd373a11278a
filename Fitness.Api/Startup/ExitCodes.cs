using Fitness.Api.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Startup;

/// <summary>Exit codes of the program.</summary>
internal static class ExitCodes
{
    /// <summary>Done; or it served, and stopped when it was asked to.</summary>
    public const int Success = 0;

    /// <summary>A setting, the engine or the address keeps it from serving, or it is not ready.</summary>
    public const int Failure = 1;

    /// <summary>There is no such command.</summary>
    public const int Usage = 2;

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
