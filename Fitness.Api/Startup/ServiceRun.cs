using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Startup;

/// <summary>The run of the service, from start to end.</summary>
internal static class ServiceRun
{
    /// <summary>Runs the service; a failure to start becomes one line on standard error and a non-zero exit code.</summary>
    public static async Task<int> ToExitCodeAsync(Func<Task> run)
    {
        try
        {
            await run();
            return Environment.ExitCode;
        }
        catch (Exception exception) when (exception is StartException or OptionsValidationException or IOException { InnerException: AddressInUseException } || IsWrongValue(exception))
        {
            await Console.Error.WriteLineAsync($"Fitness cannot start: {exception.Message}");
            return ExitCodes.Failure;
        }
    }

    /// <summary>The configuration binder names the setting and the value that it cannot convert.</summary>
    private static bool IsWrongValue(Exception exception) => exception is InvalidOperationException { InnerException: FormatException or OverflowException or ArgumentException };
}
