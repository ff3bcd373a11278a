using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Sends the remaining telemetry when the service has stopped, within a bounded time. If the receiver does not respond, the providers' own
/// shutdown takes five seconds each, one after the other: more than Docker or the orchestrator allows.
/// </summary>
internal sealed class TelemetryShutdown(IServiceProvider services) : IHostedLifecycleService
{
    // What remains of the ten seconds that Docker gives after requests have had theirs. A receiver that responds takes a fraction of it.
    private const int TimeoutMilliseconds = 2000;

    private TracerProvider? tracer;
    private MeterProvider? meter;
    private LoggerProvider? logger;

    // The host's token is no use here: if a request has not ended in time, it is already cancelled, and the shutdown would fail.
    public Task StoppedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(
            Task.Run(() => tracer?.Shutdown(TimeoutMilliseconds), CancellationToken.None),
            Task.Run(() => meter?.Shutdown(TimeoutMilliseconds), CancellationToken.None),
            Task.Run(() => logger?.Shutdown(TimeoutMilliseconds), CancellationToken.None)
        );

    // Not when it stops: two may stop the host at once, and one of them then disposes the services.
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        (tracer, meter, logger) = (
            services.GetService<TracerProvider>(),
            services.GetService<MeterProvider>(),
            services.GetService<LoggerProvider>()
        );
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
