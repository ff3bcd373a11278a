using Microsoft.Extensions.Options;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>Forgets records that are too old, also where nobody calls any more.</summary>
internal sealed class RecordExpiry(RequestRecorder recorder, IOptions<RecordingOptions> options, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do recorder.Expire(time.GetUtcNow() - TimeSpan.FromHours(options.Value.Hours));
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
