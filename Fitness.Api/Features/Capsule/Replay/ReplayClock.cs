namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>
/// The time as it was: it runs on from where it was set, and is set on when the next request came later. Timers go by the real time.
/// </summary>
internal sealed class ReplayClock : TimeProvider
{
    private readonly Lock gate = new();
    private DateTimeOffset set;
    private long setAt;

    /// <param name="now">What time it is.</param>
    public ReplayClock(DateTimeOffset now) => (set, setAt) = (now, System.GetTimestamp());

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return set + System.GetElapsedTime(setAt);
    }

    /// <summary>Makes it that time, unless it is later already.</summary>
    public void SetOn(DateTimeOffset now)
    {
        lock (gate)
        {
            if (now > set + System.GetElapsedTime(setAt))
                (set, setAt) = (now, System.GetTimestamp());
        }
    }
}
