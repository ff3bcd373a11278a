namespace Fitness.Api.Features.Import;

/// <summary>Names that FIT files have as numbers.</summary>
internal static class FitNames
{
    /// <summary>Types of files that are no activity.</summary>
    public static readonly IReadOnlyDictionary<int, string> FileTypes = new Dictionary<int, string>
    {
        [1] = "device",
        [2] = "settings",
        [3] = "sport settings",
        [5] = "workout",
        [6] = "course",
        [7] = "schedule",
        [9] = "weight",
        [10] = "totals",
        [11] = "goals",
        [14] = "blood pressure",
        [15] = "monitoring",
        [28] = "daily monitoring",
        [32] = "monitoring",
        [34] = "segment",
        [35] = "segment list",
        [40] = "display configuration",
    };

    /// <summary>Makers of devices that give their product no name.</summary>
    public static readonly IReadOnlyDictionary<int, string> Manufacturers = new Dictionary<int, string>
    {
        [1] = "Garmin",
        [23] = "Suunto",
        [32] = "Wahoo",
        [70] = "Sigma",
        [123] = "Polar",
        [260] = "Zwift",
        [267] = "Bryton",
        [289] = "Hammerhead",
        [294] = "Coros",
    };
}
