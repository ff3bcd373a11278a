namespace Fitness.Api.Features.Import;

/// <summary>When the timer of a FIT file stood still.</summary>
internal sealed class FitPauses
{
    private readonly List<(long Ticks, bool Runs)> changes = [];
    private long[] begins = [];
    private long[] ends = [];

    /// <summary>How often it was started and stopped.</summary>
    public int Count => changes.Count;

    /// <summary>The timer was started or stopped.</summary>
    /// <param name="ticks">When, in ticks of UTC.</param>
    /// <param name="runs">Whether it runs from then on.</param>
    public void Add(long ticks, bool runs) => changes.Add((ticks, runs));

    /// <summary>All that is to come has come.</summary>
    /// <param name="sessions">When the sessions begin: the timer runs then, whatever was written before.</param>
    public void Finish(IEnumerable<long> sessions)
    {
        var pauses = new List<(long Begin, long End)>();
        var stops = new List<long>();
        // What was written last in a second counts.
        foreach (var (ticks, runs) in changes.Concat(sessions.Select(session => (session, true))).OrderBy(change => change.Item1))
        {
            if (!runs)
            {
                stops.Add(ticks);
                continue;
            }
            if (stops is [var first, ..] && first < ticks)
                pauses.Add((first, ticks));
            stops.Clear();
        }
        // After a stop that no start follows, the recording may have gone on: it is divided there, and nothing is left out.
        pauses.AddRange(stops.Select(stop => (stop, stop)));
        begins = [.. pauses.Select(pause => pause.Begin)];
        ends = [.. pauses.Select(pause => pause.End)];
    }

    /// <summary>Whether the timer stood still at a moment.</summary>
    public bool Has(long ticks)
    {
        var before = FirstFrom(ticks) - 1;
        return before >= 0 && ticks < ends[before];
    }

    /// <summary>Whether it was stopped at one moment or after it, and before another.</summary>
    public bool IsBetween(long from, long to)
    {
        var next = FirstFrom(from);
        return next < begins.Length && begins[next] < to;
    }

    private int FirstFrom(long ticks)
    {
        var found = Array.BinarySearch(begins, ticks);
        return found < 0 ? ~found : found;
    }
}
