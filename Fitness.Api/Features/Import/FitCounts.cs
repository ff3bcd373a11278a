namespace Fitness.Api.Features.Import;

/// <summary>
/// What a device had counted of the distance when a session began: it goes on counting from one sport to the next. One that begins anew
/// has counted nothing.
/// </summary>
internal sealed class FitCounts
{
    // Of so many counts, the one in the middle is no stray.
    private const int Samples = 3;
    private const long Gap = (long)(ImportRules.RecordedGap * TimeSpan.TicksPerSecond);

    private readonly (long Ticks, double Meters)[] counts;

    /// <param name="points">The points of the part.</param>
    public FitCounts(TrackPoints points)
    {
        var known = new List<(long Ticks, double Meters)>();
        for (var index = 0; index < points.Count; index++)
        {
            if (points.TicksOf(index) is { } ticks && points.CountOf(index) is { } meters)
                known.Add((ticks, meters));
        }
        known.Sort();
        counts = [.. known];
    }

    /// <summary>Metres that it had counted before a session.</summary>
    /// <param name="session">The session.</param>
    public double Before(FitSession session)
    {
        var begin = Array.BinarySearch(counts, (session.Ticks, -1));
        if (begin < 0)
            begin = ~begin;
        if (begin == 0 || begin == counts.Length)
            return 0;
        var last = Certain(session, begin - 1, Math.Max(0, begin - Samples));
        var first = Certain(session, begin, Math.Min(counts.Length - 1, begin + Samples - 1));
        // What lies between two sports of which nothing was recorded is of neither.
        if (first.Meters >= last.Meters && CanFollow(session, last, first))
            return session.Ticks - last.Ticks > Gap ? first.Meters : last.Meters;
        return CanFollow(session, (session.Ticks, 0), first) ? 0 : first.Meters;
    }

    // The nearest, unless those beside it say that it is wrong.
    private (long Ticks, double Meters) Certain(FitSession session, int nearest, int farthest)
    {
        var (from, to) = (Math.Min(nearest, farthest), Math.Max(nearest, farthest));
        var middle = counts[from..(to + 1)].OrderBy(count => count.Meters).ElementAt((to - from) / 2);
        return CanFollow(session, middle, counts[nearest]) ? counts[nearest] : middle;
    }

    private static bool CanFollow(FitSession session, (long Ticks, double Meters) one, (long Ticks, double Meters) other) =>
        ImportRules.CanCover(
            session.Sport,
            Math.Abs(other.Meters - one.Meters),
            TimeSpan.FromTicks(Math.Abs(other.Ticks - one.Ticks)).TotalSeconds
        );
}
