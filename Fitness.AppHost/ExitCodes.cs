namespace Fitness.AppHost;

/// <summary>A reason not to start that the reader can act on. It is printed as it is, without a stack trace.</summary>
internal sealed class StartException(string message) : Exception(message);

/// <summary>Exit codes of the AppHost: 0 after a clean stop, 1 when it cannot start or AWS did not provision.</summary>
internal static class ExitCodes
{
    public const int Failure = 1;

    /// <summary>Runs the AppHost; a reason not to start becomes one line on standard error and a non-zero exit code.</summary>
    public static async Task<int> OfAsync(Func<Task> run)
    {
        try
        {
            await run();
            return Environment.ExitCode;
        }
        catch (OperationCanceledException) when (Environment.ExitCode == Failure)
        {
            return Failure; // The start was broken off, and the reason has been logged.
        }
        catch (StartException exception)
        {
            await Console.Error.WriteLineAsync($"Fitness.AppHost cannot start: {exception.Message}");
            return Failure;
        }
    }
}
