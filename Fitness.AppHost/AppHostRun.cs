namespace Fitness.AppHost;

/// <summary>The AppHost's run from start to end: exit code 0 after a clean stop, 1 if it cannot start or AWS provisioning failed.</summary>
internal static class AppHostRun
{
    /// <summary>Runs the AppHost; a reason not to start becomes one line on standard error and a non-zero exit code.</summary>
    public static async Task<int> ToExitCodeAsync(Func<Task> run)
    {
        try
        {
            await run();
            return Environment.ExitCode;
        }
        catch (OperationCanceledException) when (Environment.ExitCode == ExitCodes.Failure)
        {
            return ExitCodes.Failure; // The start was aborted, and the reason has been logged.
        }
        catch (StartException exception)
        {
            await Console.Error.WriteLineAsync($"Fitness.AppHost cannot start: {exception.Message}");
            return ExitCodes.Failure;
        }
    }
}
