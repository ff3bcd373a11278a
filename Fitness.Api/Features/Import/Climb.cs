namespace Fitness.Api.Features.Import;

/// <summary>Metres climbed, from a low to the next high; a rise or fall of less than <see cref="ImportRules.Rise"/> between them is smoothed out.</summary>
/// <param name="warnings">Counts the altitudes that drop out.</param>
internal sealed class Climb(ImportWarnings warnings)
{
    // For points without times.
    private const double UsualSeconds = 10;

    private readonly Leaps<TrackPoint> leaps = new(Follows);
    private TrackPoint? last;
    private double turningPoint;
    private bool rising;

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
            (turningPoint, rising) = ((from ?? point).Altitude!.Value, false);
        last = point;
        Turn(altitude);
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
        <= ImportRules.AltitudeError + (ImportRules.VerticalSpeed * ((to.Time - from.Time)?.TotalSeconds ?? UsualSeconds));

    private void Turn(double altitude)
    {
        var change = altitude - turningPoint;
        if (rising ? change > 0 : change >= ImportRules.Rise)
        {
            Gain += change;
            (rising, turningPoint) = (true, altitude);
        }
        else if (rising ? change <= -ImportRules.Rise : change < 0)
        {
            (rising, turningPoint) = (false, altitude);
        }
    }
}
