using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>The names that Garmin, Strava and other exporters use for sports in GPX and TCX files.</summary>
internal static class SportNames
{
    private static readonly Dictionary<string, Sport> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        // Strava's exports use numbers for a few sports.
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

    /// <summary>The sport that a word in a file stands for; null when there is no word, or an unknown one.</summary>
    public static Sport? Find(string? word)
    {
        if (word is null)
            return null;
        var name = string.Concat(word.Where(char.IsAsciiLetterOrDigit));
        if (Others.TryGetValue(name, out var sport))
            return sport;
        // Enum.TryParse would take a number for the value of a member.
        return !name.Any(char.IsAsciiDigit) && Enum.TryParse(name, ignoreCase: true, out sport) ? sport : null;
    }
}
