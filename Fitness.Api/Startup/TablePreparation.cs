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
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly TaskCompletionSource attempted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes after the first attempt, or when that takes too long.</summary>
    public Task Attempted => attempted.Task;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (services.GetService<EmbeddedEngine>() is { } engine && !await engine.Started)
                return;
            await base.StartAsync(cancellationToken);
            await Task.WhenAny(attempted.Task, Task.Delay(StartTimeout, time, cancellationToken));
        }
        finally
        {
            attempted.TrySetResult();
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
                attempted.TrySetResult();
                await Task.Delay(pause, time, stoppingToken);
            }
            attempted.TrySetResult();
            await absence.WaitAsync(stoppingToken);
        }
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
                            atStart || created ? services.GetRequiredService<SampleData>().FillAsync(cancellation) : Task.CompletedTask,
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
            LogNotReady(logger, settings.Table, exception.Message);
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

    /// <summary>Lets requests that come before the table is prepared wait for it.</summary>
    public static void UseTablePreparation(this WebApplication app)
    {
        var attempted = app.Services.GetRequiredService<TablePreparation>().Attempted;
        app.Use((context, next) => attempted.IsCompleted ? next(context) : WaitAsync(context, next));

        async Task WaitAsync(HttpContext context, RequestDelegate next)
        {
            await attempted.WaitAsync(context.RequestAborted);
            await next(context);
        }
    }
}
