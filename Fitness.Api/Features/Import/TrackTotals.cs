namespace Fitness.Api.Features.Import;

/// <summary>
/// Sums a track point by point, in constant memory. Between segments the recording was paused; only the elapsed time counts there.
/// </summary>
internal sealed class TrackTotals
{
    /// <summary>The lowest speed that counts as moving, in metres per second.</summary>
    public const double MovingSpeed = 0.5;

    /// <summary>The shortest time to measure speed over, in seconds: a receiver at rest jumps from second to second, but stays in place.</summary>
    public const double SpeedSeconds = 5;

    /// <summary>The smallest rise that counts, in metres. Anything less is altimeter noise.</summary>
    public const double Rise = 3;

    /// <summary>The longest time between two heart rates that still counts, in seconds.</summary>
    private const double HeartRateSeconds = 60;

    private TrackPoint? previous;
    private TrackPoint? spanStart;
    private double? turningPoint;
    private bool rising;
    private double heartRateSeconds;
    private double heartRateSum;
    private double heartBeats;
    private int heartRates;

    public DateTimeOffset? Start { get; private set; }

    public DateTimeOffset? End { get; private set; }

    /// <summary>Metres on the ellipsoid; null if no segment has two positions.</summary>
    public double? Distance { get; private set; }

    /// <summary>Metres as the device counted them; null if it did not.</summary>
    public double? CountedDistance { get; private set; }

    /// <summary>Seconds at <see cref="MovingSpeed"/> or faster; null if no distance has times.</summary>
    public double? MovingSeconds { get; private set; }

    /// <summary>Metres climbed, from a low to the next high; a rise or fall of less than <see cref="Rise"/> between them is smoothed out. Null without altitudes.</summary>
    public double? ElevationGain { get; private set; }

    /// <summary>The mean over time, or over the points if they have no times.</summary>
    public double? AverageHeartRate =>
        heartRateSeconds > 0 ? heartBeats / heartRateSeconds
        : heartRates > 0 ? heartRateSum / heartRates
        : null;

    public int? MaxHeartRate { get; private set; }

    public void Add(TrackPoint point)
    {
        if (point.Time is { } time)
        {
            Start = Start is { } start && start < time ? start : time;
            End = End is { } end && end > time ? end : time;
        }
        if (point.Distance > (CountedDistance ?? -1))
            CountedDistance = point.Distance;
        AddDistance(point);
        AddAltitude(point);
        AddHeartRate(point);
        previous = point with { Position = point.Position ?? previous?.Position };
    }

    /// <summary>The recording pauses here.</summary>
    public void EndSegment()
    {
        if (previous is { } last)
            EndSpan(last);
        (previous, spanStart, turningPoint, rising) = (null, null, null, false);
    }

    private void AddDistance(TrackPoint point)
    {
        if (point.Position is { } position && previous?.Position is { } before)
            Distance = (Distance ?? 0) + Ellipsoid.Distance(before, position);
        if (point.Time is null || (point.Position is null && point.Distance is null))
            return;

        if (spanStart is null)
            spanStart = point;
        else if ((point.Time.Value - spanStart.Time!.Value).TotalSeconds >= SpeedSeconds)
            EndSpan(point);
    }

    private void EndSpan(TrackPoint point)
    {
        if (
            spanStart is not { } from
            || (point.Time - from.Time)?.TotalSeconds is not (> 0 and var seconds)
            || DistanceBetween(from, point) is not { } meters
        )
            return;
        MovingSeconds = (MovingSeconds ?? 0) + (meters / seconds >= MovingSpeed ? seconds : 0);
        spanStart = point;
    }

    // A file without positions, such as a treadmill's, still has the distance that the device counted.
    private static double? DistanceBetween(TrackPoint from, TrackPoint to) =>
        from.Position is { } start && to.Position is { } end ? Ellipsoid.Distance(start, end) : to.Distance - from.Distance;

    private void AddAltitude(TrackPoint point)
    {
        if (point.Altitude is not { } altitude)
            return;
        ElevationGain ??= 0;
        var change = altitude - (turningPoint ??= altitude);
        if (rising ? change > 0 : change >= Rise)
        {
            ElevationGain += change;
            (rising, turningPoint) = (true, altitude);
        }
        else if (rising ? change <= -Rise : change < 0)
        {
            (rising, turningPoint) = (false, altitude);
        }
    }

    private void AddHeartRate(TrackPoint point)
    {
        if (point.HeartRate is not { } rate)
            return;
        MaxHeartRate = Math.Max(MaxHeartRate ?? 0, rate);
        heartRateSum += rate;
        heartRates++;
        if (
            previous?.HeartRate is not { } before
            || (point.Time - previous.Time)?.TotalSeconds is not (> 0 and <= HeartRateSeconds and var seconds)
        )
            return;
        heartRateSeconds += seconds;
        heartBeats += (before + rate) / 2.0 * seconds;
    }
}
