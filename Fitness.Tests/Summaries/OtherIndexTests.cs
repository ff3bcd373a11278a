using System.Net;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Summaries;
using Fitness.Api.Storage;
using Fitness.Tests.Activities;
using Fitness.Tests.Hosting;
using Fitness.Tests.Storage;

namespace Fitness.Tests.Summaries;

/// <summary>
/// The index by day holds the measures that were summed when a table was created, and no other. Totals are right whatever it holds: what
/// it lacks is read from the index by start, which has everything.
/// </summary>
public sealed class OtherIndexTests(SharedEngine engine)
{
    private const string November = "period=month&from=2026-11-01&to=2026-11-30";

    [Fact]
    public async Task A_measure_that_an_older_table_does_not_project_is_summed_all_the_same()
    {
        await using var older = await StartAsync(["id", "sport", "elapsedSeconds", "distanceMeters"]);
        await PutAsync(older, "a", "2026-11-01T08:00:00Z");
        await PutAsync(older, "b", "2026-11-30T08:00:00Z");
        var totals = (await GetAsync(older, November))["items"]![0]!["totals"]!;
        var one = FullActivity.Create();
        foreach (var measure in new[] { "movingSeconds", "elevationGainMeters", "energyKilocalories", "steps" })
            Assert.Equal(2 * (decimal)one[measure]!, (decimal?)totals[measure]);
    }

    /// <summary>Also catches a total that reads an attribute of which the choice of the index does not know.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("id sport elapsedSeconds movingSeconds distanceMeters elevationGainMeters energyKilocalories")]
    public async Task Every_total_is_the_same_as_from_a_table_of_today(string projected)
    {
        await using var older = await StartAsync(projected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        await using var today = await StartAsync(null);
        foreach (
            var (id, start) in new[]
            {
                ("last of October", "2026-10-31T23:59:59.9999999-11:00"),
                ("first east", "2026-11-01T00:00:00+14:00"),
                ("first west", "2026-11-01T00:00:00-12:00"),
                ("middle", "2026-11-15T12:00:00Z"),
                ("last west", "2026-11-30T23:59:59.9999999-14:00"),
                ("last east", "2026-11-30T23:59:59.9999999+14:00"),
                ("first of December", "2026-12-01T00:00:00+14:00"),
            }.Select(one => (one.Item1.Replace(' ', '-'), one.Item2))
        )
        {
            await PutAsync(older, id, start);
            await PutAsync(today, id, start);
        }
        using (await older.Client.DeleteActivityAsync("middle"))
        using (await today.Client.DeleteActivityAsync("middle")) { }
        foreach (
            var query in new[]
            {
                November,
                "period=day&from=2026-10-30&to=2026-12-02",
                "period=day&from=2026-11-01&to=2026-11-01",
                "period=week&from=2026-11-02&to=2026-11-30&sport=running",
                "period=month&from=1969-12-31&to=1970-01-31",
                "period=month&from=2099-12-01&to=2100-01-01",
            }
        )
            Assert.Equal((await GetAsync(today, query)).ToJsonString(), (await GetAsync(older, query)).ToJsonString());
    }

    [Fact]
    public async Task An_activity_that_moves_between_pages_counts_once()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var older = await StartAsync([], storage);
        foreach (var day in Enumerable.Range(1, 12))
            await PutAsync(older, $"fixed{day}", $"2026-11-{day:00}T08:00:00Z");
        await PutAsync(older, "moving", "2026-11-01T09:00:00Z");
        var turn = 0;
        var writes = false;
        storage.BeforeQuery = async request =>
        {
            // The counter is read from the table. A write looks at its neighbours in the same index.
            if (request.IndexName is null or TableIndexes.ByChange || writes)
                return;
            Assert.Equal(TableIndexes.ByStart, request.IndexName);
            request.Limit = 3;
            turn++;
            writes = true;
            await PutAsync(older, "moving", turn % 2 == 0 ? "2026-11-01T09:00:00Z" : "2026-11-12T09:00:00Z");
            writes = false;
        };
        for (var round = 0; round < 4; round++)
            Assert.Equal(13, (int)(await GetAsync(older, November))["items"]![0]!["totals"]!["count"]!);
        Assert.True(turn >= 16);
    }

    [Fact]
    public async Task A_table_of_today_is_summed_from_the_smallest_index_that_holds_every_measure()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(null, storage);
        var indexes = new List<string?>();
        storage.BeforeQuery = request =>
        {
            indexes.Add(request.IndexName);
            return Task.CompletedTask;
        };
        await GetAsync(api, November);
        var smallest = TableDefinition.Load().Shape.Indexes[TableIndexes.ByDay].Holds(Measures.Attributes)
            ? TableIndexes.ByDay
            : TableIndexes.ByStart;
        Assert.Equal([null, smallest, TableIndexes.ByChange], indexes);
    }

    /// <summary>Starts the API on a table whose index by day holds these attributes; null for those of the definition.</summary>
    private async Task<ApiFixture> StartAsync(string[]? projected, HookedDynamoDBClient? storage = null)
    {
        var api = new ApiFixture(engine);
        if (storage is not null)
            api.WithStorage(storage);
        if (projected is not null)
        {
            using var client = engine.CreateClient();
            await Tables.CreateAsync(client, api.Table, definition =>
                definition.LocalIndexes.Single(index => index.IndexName == TableIndexes.ByDay).Projection =
                    projected.Length == 0
                        ? new Projection { ProjectionType = "KEYS_ONLY" }
                        : new Projection { ProjectionType = "INCLUDE", NonKeyAttributes = [.. projected] }
            );
        }
        await api.InitializeAsync();
        return api;
    }

    private static async Task PutAsync(ApiFixture api, string id, string start)
    {
        var activity = FullActivity.Create();
        activity["start"] = start;
        using var put = await api.Client.PutAsync(id, activity.ToJsonString());
        if (put.StatusCode == HttpStatusCode.Created)
            return;
        using var replaced = await api.Client.PutAsync(id, activity.ToJsonString(), ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
    }

    private static async Task<JsonObject> GetAsync(ApiFixture api, string query)
    {
        using var response = await api.Client.GetAsync($"/v1/summaries?{query}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }
}
