using System.Globalization;
using System.Text.Json.Nodes;

namespace Fitness.Benchmarks.Calls;

/// <summary>What the calls read and replace: beside the samples, enough of the demo user for a year of 300 activities.</summary>
internal static class CallData
{
    private const int Batch = 100;
    private const int Seeds = 216;
    private static readonly DateOnly FirstDay = new(2026, 1, 1);

    /// <summary>The values of an activity that is replaced; each request has others.</summary>
    public const string Replacement =
        """{"sport":"running","name":"Morning run","start":"{home}","elapsedSeconds":120,"distanceMeters":{number},"averageHeartRate":148}""";

    /// <summary>The path of an activity that is replaced.</summary>
    public const string Replaced = $"{Routes.Activities}/replaced-{{id}}";

    public static async Task FillAsync(Stage stage)
    {
        for (var first = 0; first < Seeds; first += Batch)
        {
            var items = new JsonArray([.. Enumerable.Range(first, Math.Min(Batch, Seeds - first)).Select(Seed)]);
            await Request.Post(Routes.ActivityBatch, new JsonObject { ["items"] = items }.ToJsonString()).SendAsync(stage.Ours[0], 0);
        }
        await CreateReplacedAsync(stage.Ours[0]);
        foreach (var token in stage.Tokens)
            await CreateReplacedAsync(stage.Checked, token);
    }

    private static async Task CreateReplacedAsync(Service service, params string[] headers)
    {
        for (var id = 0; id < Template.Ids; id++)
            await Request.Put(Replaced, Replacement, headers).SendAsync(service, id);
    }

    private static JsonObject Seed(int number) =>
        new()
        {
            ["id"] = $"seed-{number}",
            ["sport"] = number % 3 == 0 ? "cycling" : "running",
            ["name"] = "After work",
            ["start"] = $"{FirstDay.AddDays(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}T18:00:00+01:00",
            ["elapsedSeconds"] = 1860,
            ["movingSeconds"] = 1800,
            ["distanceMeters"] = 5012.5m + number,
            ["averageHeartRate"] = 148,
        };
}
