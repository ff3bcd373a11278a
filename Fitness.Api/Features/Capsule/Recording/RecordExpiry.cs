using Microsoft.Extensions.Options;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>Forgets records that are too old, also where nobody calls any more, and those of users who were erased elsewhere.</summary>
internal sealed class RecordExpiry(RequestRecorder recorder, ErasedElsewhere erased, IOptions<RecordingOptions> options, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    // Twelve periods: a minute.
    private const int Rounds = 12;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
            return;
        using var timer = new PeriodicTimer(Period, time);
        for (var round = 0; await timer.WaitForNextTickAsync(stoppingToken); round = (round + 1) % Rounds)
        {
            if (round == 0)
                recorder.Expire(time.GetUtcNow() - TimeSpan.FromHours(options.Value.Hours));
            await erased.LookAsync(onlyNew: round != 0, stoppingToken);
        }
    }
}
