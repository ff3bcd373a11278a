using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

internal static class HeartRates
{
    private const int Invalid = 255;

    /// <summary>What stands for a lost pulse.</summary>
    public const int None = 0;

    /// <summary>Reads a heart rate; <see cref="None"/> if the sensor lost the pulse, which devices write as 0, as 255 or as an implausible number, or if it is none.</summary>
    public static int Read(ImportWarnings warnings, string name, string text) =>
        TrackValues.Number(warnings, ImportLoss.HeartRate, name, text, 0, ushort.MaxValue) is { } number ? Of(number) : None;

    /// <summary>The heart rate that a number is; <see cref="None"/> if it is none.</summary>
    public static int Of(double number) =>
        (int)Math.Round(number) is >= ActivityInput.LowestHeartRate and <= ActivityInput.HighestHeartRate and not Invalid and var rate
            ? rate
            : None;

    /// <summary>The same of a lap; null if there is none.</summary>
    public static int? ReadOfLap(ImportWarnings warnings, string name, string text) =>
        Read(warnings, name, text) is not None and var rate ? rate : null;
}
