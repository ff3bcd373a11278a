using System.Net;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Storage;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Summaries;

/// <summary>So many runs in March 2026 that their totals are kept, and what is kept of them in the table.</summary>
internal static class Runs
{
    public static async Task<ApiFixture> FilledAsync(ApiFixture api, int count = 99)
    {
        await api.InitializeAsync();
        await FillAsync(api, count);
        return api;
    }

    public static async Task FillAsync(ApiFixture api, int count)
    {
        var items = Enumerable
            .Range(0, count)
            .Select(number =>
                $$"""{"id":"r{{number}}",{{At($"2026-03-{1 + (number % 3):00}T{number % 24:00}:{number % 60:00}:00Z")[1..]}}"""
            );
        using var filled = await api.Client.SendAsync(
            HttpMethod.Post,
            "/v1/activities/batch",
            $$"""{"items":[{{string.Join(',', items)}}]}"""
        );
        Assert.Equal(HttpStatusCode.OK, filled.StatusCode);
    }

    public static string At(string start) => $$"""{"sport":"running","start":"{{start}}","elapsedSeconds":60,"distanceMeters":5000.5}""";

    /// <summary>The items of kept months.</summary>
    public static async Task<List<Dictionary<string, AttributeValue>>> KeptAsync(SharedEngine engine, ApiFixture api)
    {
        using var client = engine.CreateClient();
        var all = await client.ScanAsync(new ScanRequest(api.Table));
        return all.Items.FindAll(item => ActivityKeys.IsCalendarItem(item[ItemAttributes.ItemId].S));
    }

    /// <summary>Puts other totals into the only kept month, as somebody could by hand.</summary>
    public static async Task ReplaceDaysAsync(SharedEngine engine, ApiFixture api, AttributeValue days)
    {
        using var client = engine.CreateClient();
        var kept = Assert.Single(await KeptAsync(engine, api));
        kept["days"] = days;
        await client.PutItemAsync(api.Table, kept);
    }
}
