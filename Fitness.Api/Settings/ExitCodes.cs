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
        catch (Exception exception) when (exception is StartException or IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException })
        {
            await Console.Error.WriteLineAsync($"Fitness cannot start: {exception.Message}");
            return Failure;
        }
    }
}
