using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>
/// Sums a track point by point, in constant memory. Between segments the recording was paused; only the elapsed time counts there.
/// </summary>
internal sealed class TrackTotals
{
    private readonly ImportWarnings warnings;
    private readonly PointOrder order;
    private readonly Leaps<TrackPoint> leaps;
    private readonly Climb climb;
    private readonly Pulse pulse = new();
    private TrackPoint? previous;
    private TrackPoint? lastCounted;

    /// <param name="warnings">Counts what is left out.</param>
    /// <param name="sport">The sport, as far as it is known when a point comes.</param>
    public TrackTotals(ImportWarnings warnings, Func<Sport?> sport)
    {
        this.warnings = warnings;
        order = new PointOrder(warnings, Count, Pause, Restart);
        climb = new Climb(warnings);
        leaps = new Leaps<TrackPoint>(
            (from, to) =>
                (to.Time - from.Time)?.TotalSeconds is not { } seconds
                || Meters(from, to) <= ImportRules.PositionError + (ImportRules.TopSpeed(sport()) * seconds)
        );
    }

    public DateTimeOffset? Start { get; private set; }

    public DateTimeOffset? End { get; private set; }

    /// <summary>As the positions have it.</summary>
    public Motion Located { get; } = new(Meters);

    /// <summary>As the device counted it from point to point.</summary>
    public Motion Counted { get; } = new((from, to) => Math.Max(0, to.Distance!.Value - from.Distance!.Value));

    /// <summary>The device's count at the end, in metres; null if it did not count.</summary>
    public double? CountedDistance { get; private set; }

    /// <inheritdoc cref="Climb"/>
    public double? ElevationGain => climb.Gain;

    /// <inheritdoc cref="Pulse.Average"/>
    public double? AverageHeartRate => pulse.Average;

    /// <inheritdoc cref="Pulse.Highest"/>
    public int? MaxHeartRate => pulse.Highest;

    /// <summary>Takes the next point of the file.</summary>
    public void Add(TrackPoint point) => order.Add(point);

    /// <summary>The recording pauses here.</summary>
    public void EndSegment() => order.EndSegment();

    /// <summary>The file has ended.</summary>
    public void Finish() => order.End();

    private static double Meters(TrackPoint from, TrackPoint to) => Ellipsoid.Distance(from.Position!.Value, to.Position!.Value);

    private void Restart()
    {
        Pause();
        Start = null;
    }

    private void Pause()
    {
        if (leaps.End())
            warnings.Add(ImportLoss.Jump);
        Located.EndSegment();
        Counted.EndSegment();
        climb.EndSegment();
        pulse.EndSegment();
        (previous, lastCounted) = (null, null);
    }

    private void Count(TrackPoint point)
    {
        if (point.Time is { } time)
        {
            Start ??= time;
            End = time;
        }
        if (point.Distance > (CountedDistance ?? -1))
            CountedDistance = point.Distance;
        if (point.Position is not null)
        {
            var (from, foundWrong) = leaps.Next(point);
            if (foundWrong)
                warnings.Add(ImportLoss.Jump);
            if (from is not null)
                Located.Add(from, point, ReferenceEquals(from, previous));
        }
        if (point.Distance is not null)
        {
            if (lastCounted is not null)
                Counted.Add(lastCounted, point, ReferenceEquals(lastCounted, previous));
            lastCounted = point;
        }
        climb.Add(point);
        pulse.Add(point);
        previous = point;
    }
}
