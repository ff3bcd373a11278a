using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fitness.AppHost;

/// <summary>Ends a run that cannot do what was asked.</summary>
internal static partial class RunFailure
{
    /// <summary>Logs the reason as one line, and ends the run with exit code 1.</summary>
    public static void Stop(IServiceProvider services, string reason)
    {
        LogReason(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RunFailure)), reason);
        Environment.ExitCode = ExitCodes.Failure;
        services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
    }

    [LoggerMessage(4, LogLevel.Critical, "{Reason} The run ends.")]
    private static partial void LogReason(ILogger logger, string reason);
}
