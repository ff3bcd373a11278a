using System.Globalization;
using System.Text.Json.Nodes;

namespace Fitness.Benchmarks.Calls;

/// <summary>What the calls read and replace: beside the samples, enough of the demo user for a year of 300 activities.</summary>
internal static class CallData
{
    private const int Batch = 100;
    private const int Seeds = 216;
    private const string ReplacedPrefix = "replaced-";
    private static readonly DateOnly FirstDay = new(2026, 1, 1);

    /// <summary>The values of an activity that is replaced; each request has others.</summary>
    public const string Replacement =
        """{"sport":"running","name":"Morning run","start":"{home}","elapsedSeconds":120,"distanceMeters":{number},"averageHeartRate":148}""";

    /// <summary>The path of an activity that is replaced.</summary>
    public const string Replaced = $"{Routes.Activities}/{ReplacedPrefix}{{id}}";

    public static async Task FillAsync(Stage stage)
    {
        foreach (var items in Enumerable.Range(0, Seeds).Select(Seed).Chunk(Batch))
            await SendAsync(stage.Ours[0], items);
        await SendAsync(stage.Ours[0], ToReplace());
        foreach (var token in stage.Tokens)
            await SendAsync(stage.Checked, ToReplace(), token);
    }

    private static Task<string> SendAsync(Service service, JsonObject[] items, params string[] headers)
    {
        var batch = Request.Post(Routes.ActivityBatch, new JsonObject { ["items"] = new JsonArray(items) }.ToJsonString());
        return (batch with { Headers = [.. batch.Headers, .. headers] }).SendAsync(service, 0);
    }

    private static JsonObject[] ToReplace() =>
        [
            .. Enumerable
                .Range(0, Template.Ids)
                .Select(id =>
                {
                    var item = JsonNode.Parse(Template.Fill(Replacement, id))!.AsObject();
                    item["id"] = $"{ReplacedPrefix}{id}";
                    return item;
                }),
        ];

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
