using System.Net;
using System.Text.Json.Nodes;
using Fitness.Api.Storage;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Summaries;

/// <summary>The first and last date that counts, and what changes while a summary is read.</summary>
public sealed class SummaryEdgeTests(SharedEngine engine)
{
    [Fact]
    public async Task A_range_is_of_dates_that_activities_can_have_and_may_be_a_single_day()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        foreach (
            var (from, to, wrong) in new[]
            {
                ("1969-12-31", "1969-12-31", null),
                ("1969-12-31", "1970-01-01", null),
                ("1969-12-30", "1970-01-01", "from"),
                ("1969-12-30", "1969-12-30", "from to"),
                ("2099-12-31", "2100-01-01", null),
                // 366 days, and one more.
                ("2024-01-01", "2024-12-31", null),
                ("2024-01-01", "2025-01-01", "to"),
                ("2100-01-01", "2100-01-02", "to"),
                ("2100-01-02", "2100-01-02", "from to"),
            }
        )
        {
            using var response = await api.Client.GetAsync($"/v1/summaries?period=day&from={from}&to={to}");
            var errors = wrong is null
                ? null
                : string.Join(
                    ' ',
                    (await response.ProblemAsync(400, "invalid-request"))["errors"]!.AsObject().Select(error => error.Key).Order()
                );
            Assert.Equal((from, to, wrong), (from, to, errors));
            if (wrong is null)
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Of_equals_the_earliest_stands_out()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        foreach (var (id, day) in new[] { ("a", 3), ("c", 2), ("b", 2), ("d", 1) })
            await PutAsync(api, id, day, id == "d" ? 1 : 100, ""","distanceMeters":5""");
        var totals = Assert.Single(await GetAsync(api, "period=month&from=2026-11-01&to=2026-11-30"))["totals"]!;
        Assert.Equal(("b", "d"), ((string?)totals["longest"]!["id"], (string?)totals["farthest"]!["id"]));
    }

    [Fact]
    public async Task What_leaves_or_enters_the_range_while_it_is_read_counts_as_it_is_then()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = new ApiFixture(engine).WithStorage(storage);
        await api.InitializeAsync();
        // The range is from the 10th to the 12th.
        foreach (
            var (id, day) in new[]
            {
                ("leaves", 11),
                ("before", 9),
                ("after", 13),
                ("first", 20),
                ("last", 20),
                ("deleted", 11),
                ("stays", 11),
            }
        )
            await PutAsync(api, id, day, 1);
        var read = false;
        storage.BeforeQuery = async request =>
        {
            // After the range has been read, and before what changed meanwhile.
            if (request.IndexName != TableIndexes.ByChange || read)
                return;
            read = true;
            foreach (
                var (id, day, seconds) in new[]
                {
                    ("leaves", 13, 10),
                    ("before", 9, 100),
                    ("after", 13, 1000),
                    ("first", 10, 10_000),
                    ("last", 12, 100_000),
                }
            )
                await PutAsync(api, id, day, seconds);
            using (await api.Client.DeleteActivityAsync("deleted")) { }
        };
        var items = await GetAsync(api, "period=day&from=2026-11-10&to=2026-11-12");
        Assert.Equal([10_000, 1, 100_000], items.Select(item => (long)item["totals"]!["elapsedSeconds"]!));
        Assert.Equal([1, 1, 1], items.Select(item => (int)item["totals"]!["count"]!));
    }

    [Fact]
    public async Task Whoever_never_stops_writing_holds_a_summary_up_only_so_long()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = new ApiFixture(engine).WithStorage(storage);
        await api.InitializeAsync();
        var writes = 0;
        storage.BeforeQuery = async request =>
        {
            if (request.IndexName == TableIndexes.ByChange)
                await PutAsync(api, "busy", 11, ++writes);
        };
        var items = await GetAsync(api, "period=day&from=2026-11-11&to=2026-11-11");
        Assert.Equal(10, writes);
        Assert.Equal(10, (long)items[0]["totals"]!["elapsedSeconds"]!);
    }

    private static async Task PutAsync(ApiFixture api, string id, int day, int seconds, string more = "")
    {
        var body = $$"""{"sport":"running","start":"2026-11-{{day:00}}T08:00:00Z","elapsedSeconds":{{seconds}}{{more}}}""";
        using var put = await api.Client.PutAsync(id, body, ("If-Match", "*"));
        if (put.IsSuccessStatusCode)
            return;
        using var created = await api.Client.PutAsync(id, body);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }

    private static async Task<List<JsonObject>> GetAsync(ApiFixture api, string query)
    {
        using var response = await api.Client.GetAsync($"/v1/summaries?{query}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await response.JsonAsync())["items"]!.AsArray().Select(item => item!.AsObject())];
    }
}
