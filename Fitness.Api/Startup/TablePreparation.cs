using Fitness.Api.Features.Capsule.Replay;
using Fitness.Api.Features.Samples;
using Fitness.Api.Settings;
using Fitness.Api.Storage;
using Fitness.Api.Storage.Engine;

namespace Fitness.Api.Startup;

/// <summary>
/// At startup: creates the local table and its sample data in Development, and compares the table with its definition everywhere.
/// If the storage is not available yet, the service starts all the same; the preparation is retried, and readiness reports it meanwhile.
/// The same happens when the table disappears later: a local engine that keeps its data in memory loses it on a restart.
/// The server starts meanwhile; requests wait for the first attempt.
/// </summary>
internal sealed partial class TablePreparation(
    IServiceProvider services,
    FitnessSettings settings,
    TableAbsence absence,
    TimeProvider time,
    ILogger<TablePreparation> logger
) : BackgroundService
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(5);

    // What somebody writes before the samples keeps them out for good.
    private static readonly TimeSpan FillTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly TaskCompletionSource<bool> attempted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isAttempted;

    /// <summary>Whether the first attempt was made, or took too long.</summary>
    public bool IsAttempted => isAttempted;

    /// <summary>Completes when <see cref="IsAttempted"/>, or with false when the start has failed or was given up.</summary>
    public Task<bool> Attempted => attempted.Task;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (services.GetService<EmbeddedEngine>() is { } engine && !await engine.Started)
                return;
            await base.StartAsync(cancellationToken);
            await Task.WhenAny(attempted.Task, Task.Delay(settings.IsDevelopment ? FillTimeout : StartTimeout, time, cancellationToken));
            if (!cancellationToken.IsCancellationRequested)
                EndAttempt();
        }
        finally
        {
            attempted.TrySetResult(false);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var first = true; ; first = false)
        {
            for (
                var pause = TimeSpan.FromMilliseconds(250);
                !await TryAsync(first, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause
            )
            {
                EndAttempt();
                await Task.Delay(pause, time, stoppingToken);
            }
            EndAttempt();
            await absence.WaitAsync(stoppingToken);
        }
    }

    private void EndAttempt()
    {
        isAttempted = true;
        attempted.TrySetResult(true);
    }

    private async Task<bool> TryAsync(bool atStart, CancellationToken cancellation)
    {
        try
        {
            // Resolved only here, because the embedded engine has no address until it has started.
            if (settings.IsDevelopment)
            {
                // A table that somebody emptied meanwhile stays empty until the next start.
                await services
                    .GetRequiredService<TableCreator>()
                    .EnsureAsync(
                        created =>
                            services.GetService<CapsuleState>() is { } capsule
                                ? created
                                    ? capsule.FillAsync(cancellation)
                                    : Task.CompletedTask
                                : atStart || created
                                    ? services.GetRequiredService<SampleData>().FillAsync(cancellation)
                                    : Task.CompletedTask,
                        cancellation
                    );
            }
            var differences = await services.GetRequiredService<TableInspector>().FindDifferencesAsync(cancellation);
            if (differences.Count > 0)
                LogDifferences(logger, settings.Table, string.Join("; ", differences));
            return true;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            LogNotReady(logger, settings.Table, exception.Message.TrimEnd('.'));
            return false;
        }
    }

    [LoggerMessage(10, LogLevel.Error, "Table {Table} differs from its definition: {Differences}. The service is not ready.")]
    private static partial void LogDifferences(ILogger logger, string table, string differences);

    [LoggerMessage(11, LogLevel.Warning, "Table {Table} is not ready yet: {Reason}. Trying again.")]
    private static partial void LogNotReady(ILogger logger, string table, string reason);
}

internal static class TablePreparationServices
{
    /// <summary>Prepares the table at startup, while the server and the embedded engine start.</summary>
    public static void AddTablePreparation(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        builder.Services.AddSingleton<TablePreparation>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<TablePreparation>());
    }

    /// <summary>Lets requests that come before the table is prepared wait for it. When the start fails, they end as if nobody had listened yet.</summary>
    public static void UseTablePreparation(this WebApplication app)
    {
        var preparation = app.Services.GetRequiredService<TablePreparation>();
        app.Use((context, next) => preparation.IsAttempted ? next(context) : WaitAsync(context, next));

        async Task WaitAsync(HttpContext context, RequestDelegate next)
        {
            if (await preparation.Attempted.WaitAsync(context.RequestAborted))
                await next(context);
            else
                context.Abort();
        }
    }
}
