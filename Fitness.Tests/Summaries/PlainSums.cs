using System.Globalization;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Summaries;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Summaries;

/// <summary>Summaries as anybody would make them from the list of activities.</summary>
internal static class PlainSums
{
    private static readonly string[] Measures =
    [
        "elapsedSeconds",
        "movingSeconds",
        "distanceMeters",
        "elevationGainMeters",
        "energyKilocalories",
        "steps",
    ];

    /// <summary>All of the user's activities.</summary>
    public static async Task<List<JsonObject>> ListAsync(HttpClient client)
    {
        var all = new List<JsonObject>();
        for (string? path = "/v1/activities?limit=200"; path is not null; )
        {
            using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
            var page = await response.JsonAsync();
            all.AddRange(page["items"]!.AsArray().Select(item => item!.AsObject()));
            path = (string?)page["nextCursor"] is { } cursor ? $"/v1/activities?limit=200&cursor={cursor}" : null;
        }
        return all;
    }

    /// <summary>The summary in a form that can be compared: a line for each period, and for each sport in it.</summary>
    public static List<string> Of(
        IEnumerable<JsonObject> activities,
        Period period,
        DateOnly from,
        DateOnly to,
        string? sport,
        bool distinct
    )
    {
        var counted = activities
            .Where(one => DateOf(one) >= from && DateOf(one) <= to)
            .Where(one => sport is null || (string)one["sport"]! == sport)
            .Where(one => !distinct || one["possibleDuplicateOf"] is null)
            .OrderBy(DateOf)
            .ThenBy(one => (string)one["id"]!, StringComparer.Ordinal)
            .ToList();
        var lines = new List<string>();
        foreach (var (first, last) in Periods.Split(period, from, to))
        {
            var within = counted.FindAll(one => DateOf(one) >= first && DateOf(one) <= last);
            lines.Add(Line($"{first:O} {last:O}", within));
            lines.AddRange(
                within
                    .GroupBy(one => (string)one["sport"]!, StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => Line(group.Key, [.. group]))
            );
        }
        return lines;
    }

    /// <summary>The service's summary in the same form.</summary>
    public static List<string> Of(JsonObject summary) =>
        [
            .. summary["items"]!
                .AsArray()
                .SelectMany(item =>
                    item!["bySport"]!
                        .AsObject()
                        .Select(sport => Line(sport.Key, sport.Value!))
                        .Prepend(Line($"{item["from"]} {item["to"]}", item["totals"]!))
                ),
        ];

    private static string Line(string name, JsonNode totals) =>
        Line(
            name,
            (int)totals["count"]!,
            Measures.Select(measure => (decimal?)totals[measure]),
            (string?)totals["longest"]?["id"],
            (string?)totals["farthest"]?["id"]
        );

    private static string Line(string name, List<JsonObject> activities) =>
        Line(
            name,
            activities.Count,
            Measures.Select(measure =>
            {
                var known = activities.Select(one => (decimal?)one[measure]).OfType<decimal>().ToList();
                return activities.Count > 0 && known.Count == 0 ? null : (decimal?)known.Sum();
            }),
            (string?)activities.MaxBy(one => (int)one["elapsedSeconds"]!)?["id"],
            (string?)activities.Where(one => one["distanceMeters"] is not null).MaxBy(one => (decimal)one["distanceMeters"]!)?["id"]
        );

    private static string Line(string name, int count, IEnumerable<decimal?> sums, string? longest, string? farthest) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {count} {string.Join(' ', sums.Select(sum => sum is { } number ? (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : "-"))} {longest} {farthest}"
        );

    private static DateOnly DateOf(JsonObject activity) =>
        DateOnly.ParseExact(((string)activity["start"]!).AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
