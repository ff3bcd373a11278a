namespace Fitness.Api.Features.Import;

/// <summary>Heart rates. A value holds until the next, at most for <see cref="ImportRules.HeartRateSeconds"/>.</summary>
internal sealed class Pulse
{
    private TrackPoint? previous;
    private TrackPoint? measured;
    private double seconds;
    private double beats;
    private double sum;
    private int count;

    /// <summary>Beats per minute: the mean over time, or over the values if they have no times; null without values.</summary>
    public double? Average =>
        seconds > 0 ? beats / seconds
        : count > 0 ? sum / count
        : null;

    /// <summary>Beats per minute.</summary>
    public int? Highest { get; private set; }

    public void Add(TrackPoint point)
    {
        Hold(point);
        if (point.HeartRate == HeartRates.None)
        {
            measured = null;
        }
        else if (point.HeartRate is { } rate)
        {
            Highest = Math.Max(Highest ?? 0, rate);
            sum += rate;
            count++;
            measured = point;
        }
        if (point.Time is not null)
            previous = point;
    }

    /// <summary>The recording pauses here.</summary>
    public void EndSegment() => (previous, measured) = (null, null);

    private void Hold(TrackPoint point)
    {
        if (measured?.Time is not { } since || previous?.Time is not { } from || point.Time is not { } to)
            return;
        var end = since.AddSeconds(ImportRules.HeartRateSeconds);
        var held = ((to < end ? to : end) - from).TotalSeconds;
        if (held <= 0)
            return;
        seconds += held;
        beats += measured.HeartRate!.Value * held;
    }
}
