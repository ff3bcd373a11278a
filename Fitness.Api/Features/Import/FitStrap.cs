using Fitness.Api.Features.Import.Fit;

namespace Fitness.Api.Features.Import;

/// <summary>The heart rates that a strap has stored by itself, as under water, where the watch does not hear it; the watch writes them behind its own.</summary>
internal sealed class FitStrap
{
    // Of a second.
    private const double Fraction = 1024;

    private readonly List<(long Ticks, int Rate)> rates = [];
    private readonly FitAccumulator events = new();
    private (DateTimeOffset Time, long Event)? origin;
    private bool isSorted;

    /// <summary>How many there are.</summary>
    public int Count => rates.Count;

    /// <summary>Takes a message's heart rates.</summary>
    public void Take(FitMessage message)
    {
        for (var index = 0; index < message.Count(FitField.EventTimestamps); index++)
        {
            if (message.Number(FitField.EventTimestamps, index) is not { } time)
                continue;
            events.Set((long)time);
            if (message.Time is { } begin)
                origin ??= (begin.AddSeconds(message.Number(FitField.FractionalTimestamp) ?? 0), (long)time);
            Add(message, index, (long)time);
        }
        var packed = message.Bytes(FitField.EventTimestamps12);
        for (var index = 0; index < FitAccumulator.Count(packed.Length); index++)
            Add(message, index, events.Add(FitAccumulator.Unpack(packed, index)));
    }

    /// <summary>Takes those of another part of the file.</summary>
    public void Add(FitStrap others)
    {
        rates.AddRange(others.rates);
        isSorted = false;
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

    private void Add(FitMessage message, int index, long time)
    {
        if (
            origin is not var (begin, first)
            || index >= message.Count(FitField.FilteredHeartRates)
            || message.Number(FitField.FilteredHeartRates, index) is not { } rate
            || HeartRates.Of(rate) is not (not HeartRates.None and var plausible)
        )
            return;
        rates.Add((begin.AddSeconds((time - first) / Fraction).UtcTicks, plausible));
        isSorted = false;
    }
}
