using Fitness.Api.Features.Import.Fit;

namespace Fitness.Api.Features.Import;

/// <summary>
/// The heart rates of a file that straps have stored by themselves, as under water, where the watch does not hear them. The watch writes them
/// into its own part, or into another before or behind it; they belong to the points of their time, whichever part has these.
/// </summary>
internal sealed class FitStrap
{
    // Of a second.
    private const double Fraction = 1024;

    private readonly List<(long Ticks, int Rate)> rates = [];
    private FitAccumulator events = new();

    // The strap's clock counts from when it was switched on; whenever a message has a time of its own, it says again what that count is.
    private (DateTimeOffset Time, long Event)? origin;
    private bool isSorted;

    /// <summary>How many there are.</summary>
    public int Count => rates.Count;

    /// <summary>Another part of the file begins, which may be of another strap.</summary>
    public void BeginPart() => (events, origin) = (new FitAccumulator(), null);

    /// <summary>Takes a message's heart rates.</summary>
    public void Take(FitMessage message)
    {
        var beats = message.Numbers(FitField.FilteredHeartRates);
        var begin = message.Time?.AddSeconds(message.Number(FitField.FractionalTimestamp) ?? 0);
        var times = message.Numbers(FitField.EventTimestamps);
        for (var index = 0; index < times.Count; index++)
        {
            if (times[index] is not { } time)
                continue;
            events.Set((long)time);
            if (begin is { } known)
                origin = (known, (long)time);
            begin = null;
            Add(beats, index, (long)time);
        }
        var packed = message.Bytes(FitField.EventTimestamps12);
        for (var index = 0; index < FitAccumulator.Count(packed.Length); index++)
            Add(beats, index, events.Add(FitAccumulator.Unpack(packed, index)));
    }

    /// <summary>Takes those of points that have nothing else.</summary>
    public void Take(TrackPoints points)
    {
        foreach (var point in points.TakeAll())
        {
            if (point is { Time: { } time, HeartRate: not (null or HeartRates.None) and { } rate })
                Add(time, rate);
        }
    }

    /// <summary>The heart rate at a moment, in beats per minute; null if none is known.</summary>
    /// <param name="ticks">The moment in ticks of UTC.</param>
    public int? Find(long ticks)
    {
        if (!isSorted)
            rates.Sort();
        isSorted = true;
        var found = rates.BinarySearch((ticks, int.MaxValue));
        var last = (found < 0 ? ~found : found) - 1;
        return last >= 0 && ticks - rates[last].Ticks <= ImportRules.HeartRateSeconds * TimeSpan.TicksPerSecond ? rates[last].Rate : null;
    }

    private void Add(FitNumbers beats, int index, long time)
    {
        if (
            origin is var (begin, first)
            && index < beats.Count
            && beats[index] is { } rate
            && HeartRates.Of(rate) is not HeartRates.None and var plausible
        )
            Add(begin.AddSeconds((time - first) / Fraction), plausible);
    }

    private void Add(DateTimeOffset time, int rate)
    {
        rates.Add((time.UtcTicks, rate));
        isSorted = false;
    }
}
