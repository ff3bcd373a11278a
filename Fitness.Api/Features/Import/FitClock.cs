using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>
/// Which times of a FIT file's part can be. A device that has lost its clock begins at a date of its own, and a receiver sets it on the way:
/// the time in which most of the points are counts.
/// </summary>
internal sealed class FitClock
{
    private static readonly TimeSpan Stray = TimeSpan.FromHours(ImportRules.StrayHours);

    private readonly ImportWarnings warnings;

    /// <summary>Takes the times away that no activity can have together with the others.</summary>
    /// <param name="points">The points of the part.</param>
    /// <param name="warnings">Counts them, and the sessions that have none.</param>
    public FitClock(TrackPoints points, ImportWarnings warnings)
    {
        this.warnings = warnings;
        var times = new List<long>(points.Timed);
        for (var index = 0; index < points.Count; index++)
        {
            if (points.TicksOf(index) is { } ticks)
                times.Add(ticks);
        }
        if (times.Count == 0)
            return;
        times.Sort();
        var (first, last) = Longest(times);
        (First, Last) = (new DateTimeOffset(times[first], TimeSpan.Zero), new DateTimeOffset(times[last], TimeSpan.Zero));
        if (last - first + 1 == times.Count)
            return;
        for (var index = 0; index < points.Count; index++)
        {
            if (points.TicksOf(index) is not { } ticks || (ticks >= times[first] && ticks <= times[last]))
                continue;
            points.ForgetTime(index);
            warnings.Add(ImportLoss.Time);
        }
    }

    /// <summary>The first moment of the recording; null if no point has a time.</summary>
    public DateTimeOffset? First { get; }

    /// <summary>The last one.</summary>
    public DateTimeOffset? Last { get; }

    /// <summary>
    /// Finds out when the sessions began: when they say, if that can be; else so long before they were written as they took; else when the one
    /// before ended, or with the points. One of several for which there is nothing of all that is left out.
    /// </summary>
    public void Place(List<FitSession> sessions)
    {
        var next = First;
        foreach (var session in sessions)
        {
            var start = session.Starts.FirstOrDefault(start => CanBe(start, session.Length));
            if (session.SaysStart && (start is null || start != session.Starts.First()))
                warnings.Add(ImportLoss.Time, "The start time of a session is far from its records, or none.");
            session.Start = start ?? next;
            next = session.Start?.AddSeconds(session.Length);
        }
        if (sessions.Count > 1 && sessions.RemoveAll(session => session.Start is null) is > 0 and var lost)
            warnings.Add(ImportLoss.Time, "A session has no time.", lost);
    }

    /// <summary>Whether what begins then and takes so many seconds can belong to the points.</summary>
    public bool CanBe(DateTimeOffset? start, double seconds) =>
        start is { } time
        && ActivityInput.CanStart(time)
        && (First is null || (time <= Last + Stray && time.AddSeconds(seconds) >= First - Stray));

    // Of times in order, between which there is less than an activity can take, the most.
    private static (int First, int Last) Longest(List<long> times)
    {
        var (longest, first) = ((First: 0, Last: -1), 0);
        for (var at = 0; at < times.Count; at++)
        {
            if (at > 0 && times[at] - times[at - 1] > ActivityInput.MaxSeconds * TimeSpan.TicksPerSecond)
                first = at;
            if (at - first >= longest.Last - longest.First)
                longest = (first, at);
        }
        return longest;
    }
}
