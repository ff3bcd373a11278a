using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>The words by which Garmin, Strava and other exporters name sports in GPX and TCX files.</summary>
internal static class SportNames
{
    private static readonly Dictionary<string, Sport> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        // Strava's exports number a few sports.
        ["1"] = Sport.Cycling,
        ["4"] = Sport.Hiking,
        ["9"] = Sport.Running,
        ["10"] = Sport.Walking,
        ["run"] = Sport.Running,
        ["trailrun"] = Sport.TrailRunning,
        ["virtualrun"] = Sport.TreadmillRunning,
        ["walk"] = Sport.Walking,
        ["hike"] = Sport.Hiking,
        ["ride"] = Sport.Cycling,
        ["bike"] = Sport.Cycling,
        ["biking"] = Sport.Cycling,
        ["roadbiking"] = Sport.Cycling,
        ["roadcycling"] = Sport.Cycling,
        ["virtualride"] = Sport.IndoorCycling,
        ["mountainbikeride"] = Sport.MountainBiking,
        ["gravelride"] = Sport.GravelCycling,
        ["ebikeride"] = Sport.EBiking,
        ["swim"] = Sport.Swimming,
        ["lapswimming"] = Sport.Swimming,
        ["row"] = Sport.Rowing,
        ["nordicski"] = Sport.CrossCountrySkiing,
        ["alpineski"] = Sport.AlpineSkiing,
        ["resortskiing"] = Sport.AlpineSkiing,
    };

    /// <summary>The sport that a file's word means; null when it has none, or one that is not known.</summary>
    public static Sport? Find(string? word)
    {
        if (word is null) return null;
        var name = string.Concat(word.Where(char.IsAsciiLetterOrDigit));
        if (Others.TryGetValue(name, out var sport)) return sport;
        // A number would be taken for an enumeration's value.
        return !name.Any(char.IsAsciiDigit) && Enum.TryParse(name, ignoreCase: true, out sport) ? sport : null;
    }
}
