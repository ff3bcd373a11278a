using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

internal static class HeartRates
{
    /// <summary>Parses a heart rate; null if the sensor lost the pulse, which devices write as 0 or an implausible number.</summary>
    /// <exception cref="FormatException">It is not a number from 0 to 65535.</exception>
    public static int? Read(string name, string text) =>
        (int)Math.Round(TrackXml.Number(name, text, 0, ushort.MaxValue))
            is >= ActivityInput.LowestHeartRate
                and <= ActivityInput.HighestHeartRate
                and var rate
            ? rate
            : null;
}
