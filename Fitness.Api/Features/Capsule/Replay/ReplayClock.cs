namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>
/// The time as it was: it stands until the first request, is set on when the next one came later, and runs on as long as those that were sent
/// took. Where a replay is slower, it waits. Timers go by the real time.
/// </summary>
/// <param name="now">What time it is.</param>
internal sealed class ReplayClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock gate = new();
    private DateTimeOffset set = now;
    private DateTimeOffset last = now;
    private long? setAt;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return Now();
    }

    /// <summary>Makes it that time, unless it is later already.</summary>
    /// <param name="now">The time.</param>
    /// <param name="end">How far it runs on from there, unless it was told to run further already.</param>
    public void SetOn(DateTimeOffset now, DateTimeOffset end)
    {
        lock (gate)
        {
            var before = Now();
            (set, setAt) = (now > before ? now : before, System.GetTimestamp());
            last = end > last ? end : last;
        }
    }

    /// <summary>Makes it that time, unless it is later already, and lets it run on without an end.</summary>
    public void RunOn(DateTimeOffset now) => SetOn(now, DateTimeOffset.MaxValue);

    private DateTimeOffset Now()
    {
        var time = setAt is { } begin ? set + System.GetElapsedTime(begin) : set;
        return time < last ? time : last;
    }
}
