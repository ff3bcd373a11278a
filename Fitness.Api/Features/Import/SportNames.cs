using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>The names that Garmin, Strava and other exporters use for sports in GPX and TCX files.</summary>
internal static class SportNames
{
    private static readonly Dictionary<string, Sport> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        // Strava's older exports use numbers.
        ["1"] = Sport.Cycling,
        ["2"] = Sport.AlpineSkiing,
        ["3"] = Sport.AlpineSkiing,
        ["4"] = Sport.Hiking,
        ["5"] = Sport.IceSkating,
        ["6"] = Sport.InlineSkating,
        ["7"] = Sport.CrossCountrySkiing,
        ["8"] = Sport.CrossCountrySkiing,
        ["9"] = Sport.Running,
        ["10"] = Sport.Walking,
        ["12"] = Sport.Snowboarding,
        ["13"] = Sport.Snowshoeing,
        ["16"] = Sport.Swimming,
        ["17"] = Sport.IndoorCycling,
        ["18"] = Sport.EBiking,
        // Its words (https://developers.strava.com/docs/reference/#api-models-SportType), where they are not those here.
        ["velomobile"] = Sport.Cycling,
        ["handcycle"] = Sport.Cycling,
        ["emountainbikeride"] = Sport.EBiking,
        ["backcountryski"] = Sport.AlpineSkiing,
        ["rollerski"] = Sport.CrossCountrySkiing,
        ["iceskate"] = Sport.IceSkating,
        ["inlineskate"] = Sport.InlineSkating,
        ["snowboard"] = Sport.Snowboarding,
        ["snowshoe"] = Sport.Snowshoeing,
        ["virtualrow"] = Sport.IndoorRowing,
        ["standuppaddling"] = Sport.StandUpPaddleboarding,
        ["canoeing"] = Sport.Kayaking,
        ["sail"] = Sport.Sailing,
        ["weighttraining"] = Sport.StrengthTraining,
        ["highintensityintervaltraining"] = Sport.Hiit,
        ["stairstepper"] = Sport.StairClimbing,
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
        // Garmin Connect's and Komoot's.
        ["resortskiing"] = Sport.AlpineSkiing,
        ["resortskiingsnowboarding"] = Sport.AlpineSkiing,
        ["crosscountryskiingws"] = Sport.CrossCountrySkiing,
        ["skatingws"] = Sport.IceSkating,
        ["snowshoeingws"] = Sport.Snowshoeing,
        ["indoorrunning"] = Sport.TreadmillRunning,
        ["streetrunning"] = Sport.Running,
        ["trackrunning"] = Sport.Running,
        ["ebikefitness"] = Sport.EBiking,
        ["ebikemountain"] = Sport.EBiking,
        ["gravelunpavedcycling"] = Sport.GravelCycling,
        ["speedwalking"] = Sport.Walking,
        ["casualwalking"] = Sport.Walking,
        ["openwaterswim"] = Sport.OpenWaterSwimming,
        ["paddling"] = Sport.Kayaking,
        ["touringbicycle"] = Sport.Cycling,
        ["mtb"] = Sport.MountainBiking,
        ["mtbeasy"] = Sport.MountainBiking,
        ["mtbadvanced"] = Sport.MountainBiking,
        ["racebike"] = Sport.Cycling,
        ["jogging"] = Sport.Running,
        ["nordicwalking"] = Sport.Walking,
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
