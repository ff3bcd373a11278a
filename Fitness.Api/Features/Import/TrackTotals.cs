using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>
/// Sums the points of a recording, in the order of time, when the file has ended. Between parts it may have been paused; only the elapsed time
/// counts there.
/// </summary>
internal sealed class TrackTotals
{
    /// <summary>Points of a turn of the parser: about a millisecond.</summary>
    public const int PointsPerTurn = 1000;

    private readonly TrackPoints points = new();
    private readonly ImportWarnings warnings;
    private readonly Func<Sport?> sport;
    private readonly Leaps<TrackPoint> leaps;
    private readonly CountedWay counts;
    private readonly Pulse pulse = new();
    private Climb? climb;
    private TrackPoint? previous;
    private int segment;

    /// <param name="warnings">Counts what is left out.</param>
    /// <param name="sport">The sport, as it is known when the file has ended.</param>
    public TrackTotals(ImportWarnings warnings, Func<Sport?> sport)
    {
        (this.warnings, this.sport) = (warnings, sport);
        leaps = new Leaps<TrackPoint>(Follows);
        counts = new CountedWay(sport);
    }

    public DateTimeOffset? Start { get; private set; }

    public DateTimeOffset? End { get; private set; }

    /// <summary>How many points have no time in the file, although others have.</summary>
    public int Untimed => points.Timed > 0 ? points.Untimed : 0;

    /// <summary>As the positions have it.</summary>
    public Motion Located { get; } = new(Meters);

    /// <summary>As the device counted it from point to point.</summary>
    public Motion Counted { get; } = new((from, to) => Math.Max(0, to.Distance!.Value - from.Distance!.Value));

    /// <inheritdoc cref="CountedWay.Meters"/>
    public double? CountedDistance => counts.Meters;

    /// <inheritdoc cref="CountedWay.Losses"/>
    public int LostCounts => counts.Losses;

    /// <summary>When the recording began, as the device says; null if it does not.</summary>
    public DateTimeOffset? Begin { get; set; }

    /// <inheritdoc cref="Climb"/>
    public double? ElevationGain => climb?.Gain;

    /// <inheritdoc cref="Pulse.Average"/>
    public double? AverageHeartRate => pulse.Average;

    /// <inheritdoc cref="Pulse.Highest"/>
    public int? MaxHeartRate => pulse.Highest;

    /// <summary>Takes the next point of the file.</summary>
    public void Add(TrackPoint point) => points.Add(point);

    /// <summary>Takes the points of another recording, which belongs to this one.</summary>
    public void Add(TrackTotals others) => points.Add(others.points);

    /// <summary>The next points are another part of the recording.</summary>
    /// <param name="isPaused">Whether it was paused before them.</param>
    public void BeginPart(bool isPaused) => points.BeginPart(isPaused);

    /// <summary>The file has ended.</summary>
    /// <param name="rest">Lets others do their work in between.</param>
    public async Task FinishAsync(Func<Task> rest)
    {
        warnings.Add(ImportLoss.Time, count: Untimed);
        if (ImportRules.HasClimb(sport()))
            climb = new Climb(warnings, ImportRules.ClimbSpeed(sport()));
        var order = PointOrder.Of(points, warnings);
        var begin = StrayTimes.Forget(points, order, warnings);
        var pauses = new TrackPauses(points);
        var usual = UsualInterval(order);
        DateTimeOffset? earliest = null;
        var next = 0;
        for (var at = 0; at < order.Length; at++)
        {
            if (at % PointsPerTurn == PointsPerTurn - 1)
                await rest();
            if (at > 0 && (at == begin || pauses.IsBetween(order[at - 1], order[at])))
                Pause();
            while (next < order.Length && (next < at || points.TicksOf(order[next]) is null))
                next++;
            var point = points[order[at]];
            earliest = point.Time ?? earliest;
            var latest = next < order.Length ? points[order[next]].Time : null;
            // At an end of the recording, a point without a time is as near as another would be.
            var isBounded = point.HasLostTime || points.Untimed < points.Timed;
            point.Earliest = earliest ?? (isBounded ? latest - usual : null);
            point.Latest = latest ?? (isBounded ? earliest + usual : null);
            Count(point);
        }
        Pause();
        counts.End();
    }

    // From one point to the next, on average.
    private TimeSpan UsualInterval(int[] order)
    {
        var timed = Array.FindAll(order, index => points.TicksOf(index) is not null);
        var average = timed.Length < 2 ? 0 : (points.TicksOf(timed[^1]) - points.TicksOf(timed[0]))!.Value / (timed.Length - 1);
        return TimeSpan.FromTicks(Math.Max(average, (long)(ImportRules.UsualSeconds * TimeSpan.TicksPerSecond)));
    }

    private static double Meters(TrackPoint from, TrackPoint to) => Ellipsoid.Distance(from.Position!.Value, to.Position!.Value);

    // A point without a time was somewhere between its neighbours.
    private bool Follows(TrackPoint from, TrackPoint to) =>
        (to.Latest - from.Earliest)?.TotalSeconds is not { } seconds || ImportRules.CanCover(sport(), Meters(from, to), seconds);

    private void Pause()
    {
        if (leaps.End())
            warnings.Add(ImportLoss.Jump);
        Located.EndSegment();
        Counted.EndSegment();
        climb?.EndSegment();
        pulse.EndSegment();
        previous = null;
        segment++;
    }

    private void Count(TrackPoint point)
    {
        point.Segment = segment;
        if (point.Time is { } time)
        {
            Start ??= time;
            End = time;
        }
        if (point.Position is not null && !ImportRules.IsOnTheSpot(sport()))
        {
            var (from, foundWrong) = leaps.Next(point);
            if (foundWrong)
                warnings.Add(ImportLoss.Jump);
            if (from is not null)
                Located.Add(from, point, ReferenceEquals(from, previous));
        }
        if (point.Distance is not null && counts.Next(point, Begin < Start ? Begin : Start) is { } counted && counted.Segment == segment)
            Counted.Add(counted, point, ReferenceEquals(counted, previous));
        climb?.Add(point);
        pulse.Add(point);
        previous = point;
    }
}
