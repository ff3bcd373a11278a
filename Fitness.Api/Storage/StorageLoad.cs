namespace Fitness.Api.Storage;

/// <summary>
/// How many requests may wait for the storage at once. The bound follows the storage: it shrinks when answers take much longer than the
/// fastest ones of late, which is when requests only wait for each other, and grows while they do not (additive increase, multiplicative
/// decrease, as in TCP's congestion control). Without it, all requests wait in one queue until all of them time out.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class StorageLoad(TimeProvider time)
{
    /// <summary>The bound before anything has been measured, and the lowest and highest one. The benchmark <c>overload</c> measures them.</summary>
    public const int Initial = 128,
        Lowest = 8,
        Highest = 512;

    // An answer is late when it takes longer than this many of the fastest ones, and this much more.
    private const int LateFactor = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private const double Decrease = 0.7;

    private readonly Lock gate = new();
    private double bound = Initial;
    private int waiting;
    private TimeSpan fastest = TimeSpan.MaxValue;
    private TimeSpan fastestBefore = TimeSpan.MaxValue;
    private long windowStart = time.GetTimestamp();
    private long lastDecrease;

    /// <summary>Adds a request to those that wait.</summary>
    /// <returns>When it was added, for <see cref="Leave"/>.</returns>
    /// <exception cref="StorageBusyException">The bound is reached.</exception>
    public long Enter()
    {
        lock (gate)
        {
            if (waiting >= (int)bound)
                throw new StorageBusyException();
            waiting++;
            return time.GetTimestamp();
        }
    }

    /// <summary>Removes a request from those that wait.</summary>
    /// <param name="entered">What <see cref="Enter"/> returned.</param>
    /// <param name="answered">Whether the storage answered; null when nobody waited for it any more.</param>
    public void Leave(long entered, bool? answered)
    {
        var now = time.GetTimestamp();
        var duration = time.GetElapsedTime(entered, now);
        lock (gate)
        {
            var waited = waiting--;
            if (time.GetElapsedTime(windowStart, now) > Window)
                (fastestBefore, fastest, windowStart) = (fastest, TimeSpan.MaxValue, now);
            if (answered == true && duration < fastest)
                fastest = duration;
            // A change of the bound is judged by requests that were sent after it.
            if (answered is null || entered < lastDecrease)
                return;
            if (answered == false || duration > LateLimit())
            {
                // Slow answers to a few requests are not the queue's doing.
                if (waited < bound / 2)
                    return;
                lastDecrease = now;
                bound = Math.Max(Lowest, bound * Decrease);
            }
            else if (waited >= (int)bound)
                bound = Math.Min(Highest, bound + 1);
        }
    }

    private TimeSpan LateLimit()
    {
        var best = fastest < fastestBefore ? fastest : fastestBefore;
        return best == TimeSpan.MaxValue ? best : best * LateFactor + Patience;
    }
}
