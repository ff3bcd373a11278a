using System.Collections.ObjectModel;
using Fitness.Api.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Startup;

/// <summary>The run of the service, from start to end.</summary>
internal static class ServiceRun
{
    /// <summary>Runs the service; a failure to start becomes one line on standard error and a non-zero exit code.</summary>
    /// <param name="run">Runs it.</param>
    /// <param name="failure">How the line begins.</param>
    /// <param name="exitCode">The exit code then.</param>
    public static async Task<int> ToExitCodeAsync(Func<Task> run, string failure = "Fitness cannot start", int exitCode = ExitCodes.Failure)
    {
        try
        {
            await run();
            return Environment.ExitCode;
        }
        // A tool that only wants the built service aborts its start.
        catch (Exception exception) when (exception is not HostAbortedException)
        {
            var reasons = CausesOf(exception)
                .Where(cause => cause is not OperationCanceledException)
                .DefaultIfEmpty(exception)
                .Select(ReasonOf);
            await Console.Error.WriteLineAsync($"{failure}: {Readable.Line(string.Join(' ', reasons))}");
            return exitCode;
        }
    }

    /// <summary>Says in a line what is wrong with the command line.</summary>
    public static async Task<int> RefuseAsync(string problem)
    {
        await Console.Error.WriteLineAsync(problem);
        return ExitCodes.Usage;
    }

    /// <summary>Serves until the service is asked to stop, which may be during its start.</summary>
    public static async Task ServeAsync(WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        var background = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        try
        {
            await app.RunAsync();
        }
        catch (Exception exception)
            when (stopping.IsCancellationRequested && CausesOf(exception).All(cause => cause is OperationCanceledException))
        {
            // It stopped before it had started.
        }
        // The host only stops when one of them fails, also during the start.
        foreach (var service in background.Where(service => service.ExecuteTask is { IsFaulted: true }))
            await service.ExecuteTask!;
    }

    /// <summary>Services start at the same time, so that several can fail.</summary>
    private static ReadOnlyCollection<Exception> CausesOf(Exception exception) =>
        new AggregateException(exception).Flatten().InnerExceptions;

    /// <summary>The message, and the type and the cause of what nobody foresaw, because such a message alone may say little.</summary>
    private static string ReasonOf(Exception exception) =>
        exception is StartException or OptionsValidationException or IOException { InnerException: AddressInUseException }
        || IsWrongValue(exception)
            ? exception.Message
            : $"{exception.GetType().Name}: {string.Join(' ', new[] { exception.Message, exception.GetBaseException().Message }.Distinct(StringComparer.Ordinal))}";

    /// <summary>The configuration binder names the setting and the value that it cannot convert.</summary>
    private static bool IsWrongValue(Exception exception) =>
        exception is InvalidOperationException { InnerException: FormatException or OverflowException or ArgumentException };
}
