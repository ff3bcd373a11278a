namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>
/// The time as it was: it stands until the first request, runs on from where it was set, and is set on when the next request came later. Timers
/// go by the real time.
/// </summary>
/// <param name="now">What time it is.</param>
internal sealed class ReplayClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock gate = new();
    private DateTimeOffset set = now;
    private long? setAt;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return Now();
    }

    /// <summary>Makes it that time, unless it is later already.</summary>
    public void SetOn(DateTimeOffset now)
    {
        lock (gate)
        {
            if (setAt is null || now > Now())
                (set, setAt) = (now, System.GetTimestamp());
        }
    }

    private DateTimeOffset Now() => setAt is { } begin ? set + System.GetElapsedTime(begin) : set;
}
