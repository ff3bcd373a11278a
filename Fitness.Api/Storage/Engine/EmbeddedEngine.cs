using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Storage.Engine;

/// <summary>
/// The engine that the service starts as a child process in Development if no other is configured. If it exits, it is restarted
/// once, on the same port. If it exits again, or its data was in memory, the service stops and logs the reason.
/// </summary>
internal sealed partial class EmbeddedEngine(
    IOptions<EngineOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<EmbeddedEngine> logger
) : IHostedService, IHealthCheck, IAsyncDisposable
{
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource<bool> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
    private readonly Lock stop = new();
    private bool disposed;
    private Task? stopped;
    private EngineLease? lease;
    private EngineProcess? engine;
    private Task watch = Task.CompletedTask;
    private string? trouble = "The embedded engine has not started.";

    /// <summary>The engine's address, once it has started.</summary>
    public Uri Endpoint => new($"http://{EngineProgram.Host}:{engine?.Port ?? throw new InvalidOperationException(trouble)}");

    /// <summary>Completes when the engine has started, or with false when it cannot: then its own start says why.</summary>
    public Task<bool> Started => started.Task;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartEngineAsync(cancellationToken);
        }
        finally
        {
            started.TrySetResult(engine is not null);
        }
    }

    private async Task StartEngineAsync(CancellationToken cancellationToken)
    {
        var binary = EngineBinary.Find();
        lease = EngineLease.Take(options.Value, id => LogOrphan(logger, id));
        engine = await StartProcessAsync(null, cancellationToken);
        LogStarted(logger, engine.Id, Endpoint, options.Value.InMemory ? "memory" : options.Value.DataFolder);
        watch = WatchAsync();

        async Task<EngineProcess> StartProcessAsync(int? port, CancellationToken cancellation)
        {
            var process = await EngineProcess.StartAsync(
                binary,
                options.Value,
                port,
                line => LogOutput(logger, line),
                lease.Record,
                cancellation
            );
            trouble = null;
            return process;
        }

        async Task WatchAsync()
        {
            try
            {
                await WaitForDeathAsync();
                if (options.Value.InMemory)
                    throw new StartException($"{trouble} Its data was in memory and is gone.");
                var died = engine;
                engine = await StartProcessAsync(died.Port, stopping.Token);
                died.Dispose();
                LogRestarted(logger, engine.Id);
                await WaitForDeathAsync();
                throw new StartException($"{trouble} It had been started anew once already.");
            }
            catch (OperationCanceledException)
            {
                // The service is stopping, and the engine with it.
            }
            catch (StartException exception)
            {
                LogGivenUp(logger, exception.Message);
                Environment.ExitCode = ExitCodes.Failure;
                lifetime.StopApplication();
            }
        }

        async Task WaitForDeathAsync()
        {
            var code = await engine.Exited.WaitAsync(stopping.Token);
            trouble = $"The embedded engine ended with exit code {code}: {engine.LastLine}";
            // Ctrl+C in a terminal reaches the engine as well as the service. That is no crash: the service's shutdown cancels this delay.
            await Task.Delay(RestartPause, time, stopping.Token);
            LogDied(logger, trouble);
        }
    }

    /// <summary>Stops the engine, once: whoever asks while it is being stopped, or later, gets the same task.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        // A host that is stopped and disposed of at the same time would otherwise kill an engine whose process is no longer known.
        lock (stop)
            return stopped ??= StopEngineAsync();

        async Task StopEngineAsync()
        {
            await stopping.CancelAsync();
            await watch;
            if (engine is not null)
                await engine.StopAsync();
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(trouble is null ? HealthCheckResult.Healthy("The embedded engine runs.") : HealthCheckResult.Unhealthy(trouble));

    public async ValueTask DisposeAsync()
    {
        // The DI container disposes this twice: it is registered as itself and as a hosted service.
        if (Interlocked.Exchange(ref disposed, true))
            return;
        await StopAsync(CancellationToken.None);
        stopping.Dispose();
        engine?.Dispose();
        lease?.Dispose();
    }

    [LoggerMessage(20, LogLevel.Information, "The embedded engine (process {Id}) answers at {Endpoint}; its data is in {Data}.")]
    private static partial void LogStarted(ILogger logger, int id, Uri endpoint, string data);

    [LoggerMessage(21, LogLevel.Information, "Engine: {Line}")]
    private static partial void LogOutput(ILogger logger, string line);

    [LoggerMessage(
        22,
        LogLevel.Warning,
        "An embedded engine (process {Id}) had lost its service. It was stopped, and its data taken over."
    )]
    private static partial void LogOrphan(ILogger logger, int id);

    [LoggerMessage(23, LogLevel.Error, "{Trouble}")]
    private static partial void LogDied(ILogger logger, string trouble);

    [LoggerMessage(24, LogLevel.Warning, "The embedded engine (process {Id}) was started anew on the same data.")]
    private static partial void LogRestarted(ILogger logger, int id);

    [LoggerMessage(25, LogLevel.Critical, "{Reason} Fitness stops.")]
    private static partial void LogGivenUp(ILogger logger, string reason);
}
