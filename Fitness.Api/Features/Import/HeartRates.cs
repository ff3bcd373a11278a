using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

internal static class HeartRates
{
    /// <summary>A heart rate in a file; null where the sensor lost the pulse, which devices write as 0 or an absurd number.</summary>
    /// <exception cref="FormatException">It is no number.</exception>
    public static int? Read(string name, string text) =>
        (int)Math.Round(TrackXml.Number(name, text, 0, ushort.MaxValue)) is >= ActivityInput.LowestHeartRate and <= ActivityInput.HighestHeartRate and var rate ? rate : null;
}
