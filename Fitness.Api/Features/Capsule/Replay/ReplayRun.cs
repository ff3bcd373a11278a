using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>Says what a service that has started with a capsule is, and sends the requests again if it shall.</summary>
internal sealed partial class ReplayRun : BackgroundService
{
    private readonly TaskCompletionSource<ReplayResult> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CapsuleStart capsule;
    private readonly IServiceProvider services;
    private readonly IHostApplicationLifetime lifetime;
    private Action<string> write;

    public ReplayRun(CapsuleStart capsule, IServiceProvider services, IHostApplicationLifetime lifetime, ILogger<ReplayRun> logger)
    {
        (this.capsule, this.services, this.lifetime) = (capsule, services, lifetime);
        write = line => LogLine(logger, ReplayText.Plain(line));
    }

    /// <summary>Lets it write its lines elsewhere than to the log. What a capsule has in it may come from anybody.</summary>
    public void WriteTo(Action<string> writer) => write = line => writer(ReplayText.Plain(line));

    /// <summary>What came of the replay, once it has ended.</summary>
    public Task<ReplayResult> Done => done.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var _ = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stoppingToken);
            await services.GetRequiredService<CapsuleState>().Filled.WaitAsync(stoppingToken);
            WriteAll(ReplayText.Head(capsule));
            if (!capsule.Replays)
                services.GetRequiredService<ReplayClock>().RunOn(capsule.At);
            if (capsule.Replays)
                await ReplayAsync(stoppingToken);
        }
        catch (Exception exception)
        {
            done.TrySetException(exception);
            throw;
        }
    }

    private async Task ReplayAsync(CancellationToken cancellation)
    {
        var replayer = services.GetRequiredService<Replayer>();
        var result = new ReplayResult(
            await replayer.RunAsync(
                Address(),
                request =>
                {
                    // If the process ends again, this is its last line.
                    if (request.DidNotEnd)
                        write(ReplayText.Line(request));
                },
                cancellation
            ),
            replayer.Order.Lost
        );
        WriteAll(result.Requests.SelectMany(ReplayText.Lines));
        write(ReplayText.Sum(result));
        done.TrySetResult(result);
    }

    private void WriteAll(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            write(line);
    }

    private Uri Address()
    {
        var address = BindingAddress.Parse(
            services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()
        );
        return new UriBuilder(address.Scheme, "localhost", address.Port).Uri;
    }

    [LoggerMessage(82, LogLevel.Information, "{Line}")]
    private static partial void LogLine(ILogger logger, string line);
}

/// <summary>What came of a replay.</summary>
/// <param name="Requests">Each request, in the capsule's order.</param>
/// <param name="Lost">How often the order of the storage requests could not be kept.</param>
internal sealed record ReplayResult(IReadOnlyList<ReplayedRequest> Requests, int Lost)
{
    /// <summary>Whether something was sent, and all answers were as recorded.</summary>
    /// <param name="isStrict">Whether the storage requests have to be, too.</param>
    public bool IsSame(bool isStrict) =>
        Requests.Any(one => one.NotSent is null) && Requests.All(one => one.Differences.Count == 0 && !(isStrict && one.StorageDiffers));
}
