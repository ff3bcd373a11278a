namespace Fitness.Api.Features.Import;

/// <summary>
/// Metres climbed, from a low to the next high; a rise or fall of less than <see cref="ImportRules.Rise"/> between them is smoothed out. A rise
/// that nobody can climb so fast is the altimeter's, which settles: as long as that is so, it does not count.
/// </summary>
/// <param name="warnings">Counts the altitudes that drop out, and the rises that nobody can climb.</param>
/// <param name="speed">Metres per second that nobody climbs in the sport.</param>
internal sealed class Climb(ImportWarnings warnings, double speed)
{
    private readonly Leaps<TrackPoint> leaps = new(Follows);
    private TrackPoint? last;

    // From which on the altitude rises; the last moment near it.
    private double low;
    private DateTimeOffset? leftLow;

    // The top of the rise, and from which altitude on it counts.
    private double top;
    private double countedFrom;
    private bool rising;
    private bool settling;

    /// <summary>Metres; null without altitudes.</summary>
    public double? Gain { get; private set; }

    public void Add(TrackPoint point)
    {
        if (point.Altitude is not { } altitude)
            return;
        Gain ??= 0;
        var (from, foundWrong) = leaps.Next(point);
        if (foundWrong)
            warnings.Add(ImportLoss.Altitude);
        if (from is null && last is not null)
            return;
        // At the beginning, and after a leap, from which on the altimeter counts from another height.
        if (!ReferenceEquals(from, last) || last is null)
            Turn((from ?? point).Altitude!.Value, (from ?? point).Time);
        last = point;
        if (rising)
            GoOn(altitude, point.Time);
        else
            Wait(altitude, point.Time);
    }

    /// <summary>The recording pauses here.</summary>
    public void EndSegment()
    {
        if (leaps.End())
            warnings.Add(ImportLoss.Altitude);
        last = null;
    }

    private static bool Follows(TrackPoint from, TrackPoint to) =>
        Math.Abs(to.Altitude!.Value - from.Altitude!.Value)
        <= ImportRules.AltitudeError + (ImportRules.VerticalSpeed * ((to.Time - from.Time)?.TotalSeconds ?? ImportRules.UsualSeconds));

    private void Turn(double altitude, DateTimeOffset? time)
    {
        (low, leftLow) = (altitude, time);
        (rising, settling) = (false, false);
    }

    private void Wait(double altitude, DateTimeOffset? time)
    {
        if (altitude < low)
            low = altitude;
        if (altitude - low < ImportRules.Rise)
        {
            leftLow = time;
            return;
        }
        (rising, top, countedFrom) = (true, low, low);
        GoOn(altitude, time);
    }

    private void GoOn(double altitude, DateTimeOffset? time)
    {
        if (altitude <= top - ImportRules.Rise)
        {
            Turn(altitude, time);
            return;
        }
        if (altitude <= top)
            return;
        Gain += altitude - top;
        top = altitude;
        if (CanClimb(time))
        {
            settling = false;
            return;
        }
        Gain -= top - countedFrom;
        countedFrom = top;
        if (!settling)
            warnings.Add(ImportLoss.Altitude);
        settling = true;
    }

    private bool CanClimb(DateTimeOffset? time) =>
        (time - leftLow)?.TotalSeconds is not { } seconds || top - low <= ImportRules.AltitudeError + (speed * seconds);
}
