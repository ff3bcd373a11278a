namespace Fitness.Api.Features.Import;

/// <summary>When the timer of a FIT file stood still.</summary>
internal sealed class FitPauses
{
    private readonly List<(long Ticks, bool Runs)> changes = [];
    private long[] begins = [];
    private long[] ends = [];
    private long[]? stops;

    /// <summary>The timer was started or stopped.</summary>
    /// <param name="ticks">When, in ticks of UTC.</param>
    /// <param name="runs">Whether it runs from then on.</param>
    public void Add(long ticks, bool runs) => changes.Add((ticks, runs));

    /// <summary>Whether it was stopped from one moment to another.</summary>
    public bool HasStop(long from, long to)
    {
        stops ??= [.. changes.Where(change => !change.Runs).Select(change => change.Ticks).Order()];
        var found = Array.BinarySearch(stops, from);
        var next = found < 0 ? ~found : found;
        return next < stops.Length && stops[next] <= to;
    }

    /// <summary>All that is to come has come.</summary>
    /// <param name="clock">Which times can be.</param>
    /// <param name="sessions">The sessions.</param>
    public void Finish(FitClock clock, List<FitSession> sessions)
    {
        // The timer runs when a session or the points begin, whatever was written before.
        var running = sessions
            .Select(session => session.Start)
            .Append(clock.First)
            .OfType<DateTimeOffset>()
            .Select(begin => (begin.UtcTicks, true));
        var pauses = new List<(long Begin, long End)>();
        var open = new List<long>();
        var marked = long.MinValue;
        // What was written last in a second counts.
        foreach (
            var (ticks, runs) in changes
                .Where(change => clock.CanBe(new DateTimeOffset(change.Ticks, TimeSpan.Zero), 0, sessions))
                .Concat(running)
                .OrderBy(change => change.Item1)
        )
        {
            // Where a start is missing, the points tell.
            if (open is [var stopped, ..] && clock.ResumedAfter(stopped, ticks) is { } resumed)
            {
                pauses.Add((stopped, resumed));
                open.Clear();
            }
            if (!runs)
            {
                // Who starts what runs, and stops it in the same second, marks a lap.
                if (ticks != marked)
                    open.Add(ticks);
                continue;
            }
            marked = open.Count == 0 ? ticks : long.MinValue;
            if (open is [var first, ..] && first < ticks)
                pauses.Add((first, ticks));
            open.Clear();
        }
        // After a stop that no start follows, the recording may have gone on: it is divided there, and nothing is left out.
        pauses.AddRange(open.Select(stop => (stop, stop)));
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
