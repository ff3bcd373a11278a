using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>
/// Which times of a FIT file's part can be. A device that has lost its clock begins at a date of its own, and a receiver sets it on the way.
/// So of times a day and more apart, between which nobody stopped the timer, those count that a session has; without one, the last.
/// </summary>
internal sealed class FitClock
{
    private const long StrayTicks = ImportRules.StrayHours * TimeSpan.TicksPerHour;
    private const long Gap = (long)(ImportRules.RecordedGap * TimeSpan.TicksPerSecond);
    private const long RestTicks = ImportRules.RestDays * TimeSpan.TicksPerDay;
    private const double Rounding = 2;

    private readonly ImportWarnings warnings;

    // Of the points, sorted, and the stretches of them that count.
    private readonly List<long> times;
    private readonly List<(long First, long Last)> spans = [];

    /// <summary>Takes the times away that cannot be.</summary>
    /// <param name="points">The points of the part.</param>
    /// <param name="pauses">When the timer was stopped.</param>
    /// <param name="sessions">The sessions.</param>
    /// <param name="warnings">Counts the times that cannot be.</param>
    public FitClock(TrackPoints points, FitPauses pauses, List<FitSession> sessions, ImportWarnings warnings)
    {
        this.warnings = warnings;
        times = new List<long>(points.Timed);
        for (var index = 0; index < points.Count; index++)
        {
            if (points.TicksOf(index) is { } ticks)
                times.Add(ticks);
        }
        if (times.Count == 0)
            return;
        times.Sort();
        var all = SpansOf(pauses);
        var windows = sessions.ConvertAll(WindowOf);
        foreach (var span in all)
        {
            // Within a session there may be days of rest.
            var isRest = sessions.Count == 1 && spans.Count > 0 && span.First - spans[^1].Last <= RestTicks;
            if (isRest || windows.Exists(window => window is { } one && span.First <= one.Last && span.Last >= one.First))
                spans.Add(span);
        }
        if (spans.Count == 0)
            spans.Add(Latest(all));
        if (all.Count == spans.Count)
            return;
        for (var index = 0; index < points.Count; index++)
        {
            if (points.TicksOf(index) is not { } ticks || Counts(ticks))
                continue;
            points.ForgetTime(index);
            warnings.Add(ImportLoss.Time);
        }
        times.RemoveAll(ticks => !Counts(ticks));
    }

    /// <summary>The first moment of the recording; null if no point has a time.</summary>
    public DateTimeOffset? First => times.Count == 0 ? null : new DateTimeOffset(times[0], TimeSpan.Zero);

    /// <summary>The last one.</summary>
    public DateTimeOffset? Last => times.Count == 0 ? null : new DateTimeOffset(times[^1], TimeSpan.Zero);

    /// <summary>
    /// Finds out when the sessions began: when they say, if that can be; else so long before they were written as they took; else when the one
    /// before ended, or with the points. One of several for which there is nothing of all that is left out.
    /// </summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="created">When the file was begun, if it says.</param>
    public void Place(List<FitSession> sessions, DateTimeOffset? created)
    {
        var next = First ?? created;
        var taken = new HashSet<DateTimeOffset>();
        foreach (var session in sessions)
        {
            if (First is null)
                session.EndWhenWritten();
            var start = StartOf(session, taken, sessions.Count > 1);
            if (session.SaysStart && (start is null || start != session.Said))
                warnings.Add(ImportLoss.Time, "The start time of a session is none, or far from its records.");
            session.Start = start ?? next;
            next = session.Start?.AddSeconds(session.Length);
            if (session.Start is { } placed && !session.IsTransition)
                taken.Add(placed);
        }
        if (sessions.Count > 1 && sessions.RemoveAll(session => session.Start is null) is > 0 and var lost)
            warnings.Add(ImportLoss.Time, "A session has no time.", lost);
    }

    /// <summary>Whether something that begins then and takes so many seconds can belong to the points or to one of the sessions.</summary>
    public bool CanBe(DateTimeOffset start, double seconds, List<FitSession> sessions) =>
        ActivityInput.CanStart(start)
        && (
            IsNear(start.UtcTicks, EndOf(start, seconds))
            || sessions.Exists(session =>
                WindowOf(session.Start, session.Length, StrayTicks) is var (first, last)
                && start.UtcTicks <= last
                && EndOf(start, seconds) >= first
            )
        );

    /// <summary>When the points go on that come after the last session, if they are more than a few, for more than a minute; null if there are none.</summary>
    /// <param name="end">When it ended, in ticks of UTC.</param>
    public DateTimeOffset? After(long end)
    {
        var next = FirstFrom(end + 1);
        return times.Count - next > ImportRules.StrayPoints && times[^1] - Math.Max(times[next], end + Gap) >= Gap
            ? new DateTimeOffset(times[next], TimeSpan.Zero)
            : null;
    }

    /// <summary>When the points go on after the timer was stopped, although nobody started it; null if they do not.</summary>
    /// <param name="stop">When it was stopped, in ticks of UTC.</param>
    /// <param name="until">When it was stopped again, or started.</param>
    public long? ResumedAfter(long stop, long until)
    {
        var (next, end) = (FirstFrom(stop + 1), FirstFrom(until));
        return end - next > ImportRules.StrayPoints && times[next] - stop > Gap ? times[next] : null;
    }

    private DateTimeOffset? StartOf(FitSession session, HashSet<DateTimeOffset> taken, bool isOfSeveral)
    {
        var (said, written) = (session.Said, session.WrittenLess);
        // Several can have been written at once, at the end of the file.
        if (said is null && isOfSeveral && First is not null)
            return null;
        var canSaid = said is { } one && (session.IsTransition || !taken.Contains(one)) && CanBegin(session, one);
        var canWritten = written is { } two && !taken.Contains(two) && CanBegin(session, two);
        // Some devices write the local time there.
        if (
            !isOfSeveral
            && canSaid
            && canWritten
            && !Touches(session, said!.Value)
            && Touches(session, written!.Value)
            && IsZone(written.Value - said.Value)
        )
            return written;
        return canSaid ? said
            : canWritten ? written
            : null;
    }

    private bool CanBegin(FitSession session, DateTimeOffset start) =>
        ActivityInput.CanStart(start)
        && (First is null || session.IsWrittenAfter(start) || IsNear(start.UtcTicks, EndOf(start, session.Length)));

    private bool Touches(FitSession session, DateTimeOffset start)
    {
        var next = FirstFrom(start.UtcTicks);
        return next < times.Count && times[next] <= EndOf(start, session.Length);
    }

    private static bool IsZone(TimeSpan shift)
    {
        var zones = Math.Round(shift.TotalMinutes / FitFormat.OffsetMinutes);
        return zones != 0
            && Math.Abs(shift.TotalHours) <= FitFormat.MaxOffsetHours
            && Math.Abs(shift.TotalSeconds - (zones * FitFormat.OffsetMinutes * 60)) <= Rounding;
    }

    private bool IsNear(long first, long last) => spans.Count == 0 || SpanUpTo(last + StrayTicks)?.Last >= first - StrayTicks;

    private bool Counts(long ticks) => SpanUpTo(ticks)?.Last >= ticks;

    // The last of the spans that begins by then.
    private (long First, long Last)? SpanUpTo(long ticks)
    {
        var (low, high) = (0, spans.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = spans[middle].First <= ticks ? (middle + 1, high) : (low, middle);
        }
        return low == 0 ? null : spans[low - 1];
    }

    // In which time the points of a session may lie. When it was written may be days later, as when it was saved or sent; but where points are
    // of that time, the clock was set meanwhile.
    private (long First, long Last)? WindowOf(FitSession session)
    {
        if (session.Said is { } start && session.IsWrittenAfter(start))
            return WindowOf(start, session.Length, StrayTicks);
        return
            session is { Said: { } said, Written: { } written }
            && written.UtcTicks - said.UtcTicks > RestTicks
            && HasPointsNear(written.UtcTicks)
            ? WindowOf(session.WrittenLess, session.Length, StrayTicks)
            : WindowOf(session.Said, session.Length, 0);
    }

    private static (long First, long Last)? WindowOf(DateTimeOffset? start, double seconds, long slack) =>
        start is { } begin && ActivityInput.CanStart(begin) ? (begin.UtcTicks - slack, EndOf(begin, seconds) + slack) : null;

    private bool HasPointsNear(long ticks)
    {
        var next = FirstFrom(ticks - StrayTicks);
        return next < times.Count && times[next] <= ticks + StrayTicks;
    }

    private static long EndOf(DateTimeOffset start, double seconds) => start.UtcTicks + (long)(seconds * TimeSpan.TicksPerSecond);

    private List<(long First, long Last)> SpansOf(FitPauses pauses)
    {
        var (all, first) = (new List<(long First, long Last)>(), 0);
        for (var at = 1; at <= times.Count; at++)
        {
            if (at < times.Count && (times[at] - times[at - 1] <= StrayTicks || pauses.HasStop(times[at - 1] - Gap, times[at])))
                continue;
            all.Add((times[first], times[at - 1]));
            first = at;
        }
        return all;
    }

    // The last one of more than a few points, else the one of the most.
    private (long First, long Last) Latest(List<(long First, long Last)> all)
    {
        var found = all.FindLastIndex(span => CountOf(span) > ImportRules.StrayPoints);
        return found < 0 ? all.MaxBy(CountOf) : all[found];
    }

    private int CountOf((long First, long Last) span) => FirstFrom(span.Last + 1) - FirstFrom(span.First);

    private int FirstFrom(long ticks)
    {
        var found = times.BinarySearch(ticks);
        found = found < 0 ? ~found : found;
        while (found > 0 && times[found - 1] == ticks)
            found--;
        return found;
    }
}
