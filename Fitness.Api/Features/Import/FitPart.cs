using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>A part of a FIT file: what one device has written at once. When the file has ended, its points go to the sessions in whose time they are.</summary>
/// <param name="strap">The heart rates of the file that straps have stored.</param>
internal sealed class FitPart(FitStrap strap)
{
    private readonly List<FitSession> sessions = [];
    private readonly List<Lap> laps = [];
    private long[] begins = [];
    private (long First, long Last)? span;
    private FitClock? clock;

    // Those that stand in the file before the last session.
    private int pointsBefore;

    /// <summary>Whether a message has come.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Whether it is no activity; null until it says what it is.</summary>
    public bool? IsOther { get; set; }

    /// <summary>Whether a record has a heart rate.</summary>
    public bool HasHeartRates { get; set; }

    /// <summary>Whether a record has a place, an altitude or a distance.</summary>
    public bool HasMeasures { get; set; }

    public TrackPoints Points { get; } = new();

    public FitPauses Pauses { get; } = new();

    public ImportWarnings Warnings { get; } = new();

    /// <summary>What is wrong with its bytes.</summary>
    public ImportWarnings Damage { get; } = new();

    /// <summary>As messages other than the sessions have it.</summary>
    public Sport? Sport { get; set; }

    public string? Product { get; set; }

    public string? Manufacturer { get; set; }

    /// <summary>From UTC to the local time.</summary>
    public TimeSpan? Offset { get; set; }

    /// <summary>When lengths of a pool were swum, in ticks of UTC; zero if nobody knows.</summary>
    public List<long> Lengths { get; } = [];

    /// <summary>When its file was begun.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>The sport of what follows the last session.</summary>
    public Sport? NextSport { get; set; }

    /// <summary>Sessions.</summary>
    public int Sessions => sessions.Count;

    /// <summary>Whether it has nothing that is a recording.</summary>
    public bool IsEmpty => sessions.Count == 0 && Points.Count == 0 && laps.Count == 0;

    /// <summary>Whether it has heart rates and nothing else, as the part of a strap or an armband.</summary>
    public bool IsOfStrap =>
        HasHeartRates
        && !HasMeasures
        && sessions.Count == 0
        && Sport is null
        && laps.TrueForAll(lap => lap.Distance is null or 0 && lap.Kilocalories is null or 0);

    public void Add(FitSession session)
    {
        sessions.Add(session);
        (NextSport, pointsBefore) = (null, Points.Count);
    }

    public void Add(Lap lap) => laps.Add(lap);

    /// <summary>All has come: finds out which of its times can be, and when its sessions began.</summary>
    public void Place()
    {
        // Some tools repeat one when they repair a file.
        var different = sessions.DistinctBy(session => (session.Said, session.Sport, session.Totals)).ToList();
        sessions.Clear();
        sessions.AddRange(different);
        // What is all of several sports is none of them.
        if (sessions.Count(session => !session.IsMultisport && !session.IsTransition) > 1)
            sessions.RemoveAll(session => session.IsMultisport);
        clock = new FitClock(Points, Pauses, sessions, Warnings);
        clock.Place(sessions, Created);
        foreach (var lap in laps)
        {
            if (lap.Start is { } start && !clock.CanBe(start, (lap.End - start)?.TotalSeconds ?? 0, sessions))
                (lap.Start, lap.End) = (null, null);
        }
    }

    /// <summary>Whether at least half of the shorter one's time lies in that of the other.</summary>
    public bool IsDuring(FitPart other)
    {
        var (one, two) = (Span, other.Span);
        var both = Math.Min(one.Last, two.Last) - Math.Max(one.First, two.First);
        return one.First <= one.Last
            && two.First <= two.Last
            && both >= 0
            && both >= Math.Min(one.Last - one.First, two.Last - two.First) / 2;
    }

    /// <summary>Takes the heart rates of a strap's part.</summary>
    public void Join(FitPart other)
    {
        Warnings.Add(other.Warnings);
        Damage.Add(other.Damage);
        if (Points.Count == 0)
            Points.Add(other.Points);
        else
            strap.Take(other.Points);
    }

    /// <summary>Makes its recordings, when it is placed.</summary>
    /// <param name="recordings">Those of the file.</param>
    /// <param name="rest">Lets others do their work in between.</param>
    public async Task FinishAsync(Recordings recordings, Func<Task> rest)
    {
        if (sessions.Count == 0)
        {
            sessions.Add(new FitSession(Sport));
            if (clock!.Last is { } last)
                LeaveUnfinished(last);
        }
        else if (After() is { } start)
            sessions.Add(new FitSession(NextSport, start));
        // Of two that begin at once, the records are those of the sport.
        sessions.Sort((one, other) => (one.Ticks, !one.IsTransition).CompareTo((other.Ticks, !other.IsTransition)));
        begins = [.. sessions.Select(session => session.Ticks)];
        Pauses.Finish(clock!, sessions);
        Open(recordings);
        await DivideAsync(rest);
    }

    // Of several sports, the one under way has no session yet; its records stand behind the last one's.
    private DateTimeOffset? After()
    {
        var next = pointsBefore;
        while (next < Points.Count && Points.TicksOf(next) is null)
            next++;
        return pointsBefore == 0 || next == Points.Count
            ? null
            : clock!.After(Math.Max(sessions.Max(session => session.EndTicks), Points.TicksOf(next)!.Value - 1));
    }

    // Until a device has finished a file, it has a lap in which it still was, and its laps are not the whole.
    private void LeaveUnfinished(DateTimeOffset last)
    {
        if (laps.Count == 0 || (last - laps.Max(lap => lap.End))?.TotalSeconds <= ImportRules.UsualSeconds)
            return;
        if (laps.Exists(lap => lap.Kilocalories > 0))
            Warnings.Add(ImportLoss.Energy);
        if (ImportRules.HasSteps(Sport) && laps.Exists(lap => lap.Steps > 0))
            Warnings.Add(ImportLoss.Steps);
        if (!HasMeasures && laps.Exists(lap => lap.Distance > 0))
            Warnings.Add(ImportLoss.Distance);
        laps.Clear();
    }

    private void Open(Recordings recordings)
    {
        var isSingle = sessions.Count == 1;
        var counts = isSingle ? null : new FitCounts(Points);
        foreach (var session in sessions)
        {
            session.MetersBefore = counts?.Before(session) ?? 0;
            if (!session.IsTransition)
                recordings.Add(session.Open(isSingle ? Sport : null, Product ?? Manufacturer, Offset, LengthsOf(session)));
        }
        foreach (var lap in laps)
        {
            if (isSingle || lap.Start is not null)
                SessionAt(lap.Start?.UtcTicks ?? 0).File?.Laps.Add(lap);
            else if (sessions.Exists(session => session.Totals?.Distance is null))
                Warnings.Add(ImportLoss.Time, "A lap has no time.");
        }
        sessions.Find(session => !session.IsTransition)?.File!.Warnings.Add(Warnings);
        sessions.FindLast(session => !session.IsTransition)?.File!.Warnings.Add(Damage);
    }

    private int LengthsOf(FitSession session) =>
        Lengths.Count(ticks => sessions.Count == 1 || (ticks > 0 && ReferenceEquals(SessionAt(ticks), session)));

    // In ticks of UTC; the last is before the first if nobody knows.
    private (long First, long Last) Span => span ??= FindSpan();

    private (long First, long Last) FindSpan()
    {
        var timed = sessions.FindAll(session => session.Ticks > 0 && session.EndTicks > session.Ticks);
        return timed.Count > 0 ? (timed.Min(session => session.Ticks), timed.Max(session => session.EndTicks)) : Points.SpanOf(0);
    }

    private async Task DivideAsync(Func<Task> rest)
    {
        var (session, count) = (sessions[0], 0);
        long? last = null;
        foreach (var point in Points.TakeAll())
        {
            if (++count % TrackTotals.PointsPerTurn == 0)
                await rest();
            if (point.Time?.UtcTicks is { } ticks)
            {
                session = SessionAt(ticks);
                if (Pauses.Has(ticks))
                    continue;
                if (last is { } before && Pauses.IsBetween(before, ticks))
                    session.File?.Track.BeginPart(isPaused: true);
                last = ticks;
                point.HeartRate ??= strap.Find(ticks);
            }
            // Its time was wrong, and is counted.
            point.HasUnreadableTime = point.HasLostTime;
            point.Distance = point.Distance is { } meters ? Math.Max(0, meters - session.MetersBefore) : null;
            session.File?.Track.Add(point);
        }
    }

    private FitSession SessionAt(long ticks)
    {
        var (low, high) = (0, begins.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = begins[middle] <= ticks ? (middle + 1, high) : (low, middle);
        }
        return sessions[Math.Max(0, low - 1)];
    }
}
