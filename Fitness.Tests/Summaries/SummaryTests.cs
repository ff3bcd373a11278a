using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CsCheck;
using Fitness.Api.Features.Summaries;
using Fitness.Api.Storage;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Summaries;

public sealed class SummaryTests(SharedEngine engine, UsersFixture users) : IClassFixture<UsersFixture>
{
    [Fact]
    public async Task Totals_count_on_the_civil_date_of_the_activitys_own_offset()
    {
        using var client = users.NewUser();
        // One instant on two civil dates, and another that falls on the day before in UTC.
        await PutAsync(client, "east", "running", "2026-11-02T01:00:00+14:00", 100);
        await PutAsync(client, "west", "running", "2026-11-01T00:00:00-11:00", 200);
        await PutAsync(client, "home", "cycling", "2026-11-02T00:30:00+01:00", 400);
        var items = await GetAsync(client, "period=day&from=2026-10-31&to=2026-11-03");
        Assert.Equal(["2026-10-31", "2026-11-01", "2026-11-02", "2026-11-03"], items.Select(item => (string)item["from"]!));
        Assert.Equal([0, 200, 500, 0], items.Select(item => (long)item["totals"]!["elapsedSeconds"]!));
        Assert.Equal([0, 1, 2, 0], items.Select(item => (int)item["totals"]!["count"]!));
        Assert.Equal(["cycling", "running"], items[2]["bySport"]!.AsObject().Select(sport => sport.Key));
        Assert.Equal(400, (long)items[2]["bySport"]!["cycling"]!["elapsedSeconds"]!);
    }

    [Fact]
    public async Task A_sum_is_null_when_no_activity_has_the_measure_and_zero_when_there_is_none()
    {
        using var client = users.NewUser();
        await PutAsync(client, "a", "yoga", "2026-11-01T08:00:00Z", 100);
        await PutAsync(client, "b", "running", "2026-11-02T08:00:00Z", 100, ""","distanceMeters":1000.1,"steps":0""");
        await PutAsync(client, "c", "running", "2026-11-02T09:00:00Z", 100, ""","distanceMeters":2000.2,"elevationGainMeters":3.5""");
        await PutAsync(client, "d", "yoga", "2026-11-02T10:00:00Z", 50);
        var items = await GetAsync(client, "period=day&from=2026-11-01&to=2026-11-03");
        AssertTotals(
            """{"count":1,"elapsedSeconds":100,"movingSeconds":null,"distanceMeters":null,"elevationGainMeters":null,"energyKilocalories":null,"steps":null,"longest":{"id":"a","sport":"yoga","date":"2026-11-01","elapsedSeconds":100,"distanceMeters":null},"farthest":null}""",
            items[0]
        );
        AssertTotals(
            """{"count":3,"elapsedSeconds":250,"movingSeconds":null,"distanceMeters":3000.3,"elevationGainMeters":3.5,"energyKilocalories":null,"steps":0,"longest":{"id":"b","sport":"running","date":"2026-11-02","elapsedSeconds":100,"distanceMeters":1000.1},"farthest":{"id":"c","sport":"running","date":"2026-11-02","elapsedSeconds":100,"distanceMeters":2000.2}}""",
            items[1]
        );
        AssertTotals(
            """{"count":0,"elapsedSeconds":0,"movingSeconds":0,"distanceMeters":0,"elevationGainMeters":0,"energyKilocalories":0,"steps":0,"longest":null,"farthest":null}""",
            items[2]
        );
        Assert.Empty(items[2]["bySport"]!.AsObject());
        var runs = await GetAsync(client, "period=month&from=2026-11-01&to=2026-11-30&sport=running");
        Assert.Equal((2, "running"), ((int)runs[0]["totals"]!["count"]!, runs[0]["bySport"]!.AsObject().Single().Key));
    }

    [Fact]
    public async Task Weeks_are_those_of_ISO_8601_and_the_first_and_last_end_with_the_range()
    {
        using var client = users.NewUser();
        // 2026-12-28 is the Monday of week 53, which ends in the next year.
        await PutAsync(client, "a", "running", "2026-12-27T12:00:00Z", 1);
        await PutAsync(client, "b", "running", "2026-12-31T12:00:00Z", 10);
        await PutAsync(client, "c", "running", "2027-01-03T12:00:00Z", 100);
        await PutAsync(client, "d", "running", "2027-01-04T12:00:00Z", 1000);
        var items = await GetAsync(client, "period=week&from=2026-12-22&to=2027-01-05");
        Assert.Equal(
            ["2026-12-22 2026-12-27 1", "2026-12-28 2027-01-03 110", "2027-01-04 2027-01-05 1000"],
            items.Select(item => $"{item["from"]} {item["to"]} {item["totals"]!["elapsedSeconds"]}")
        );
        var months = await GetAsync(client, "period=month&from=2026-12-28&to=2027-01-04");
        Assert.Equal(
            ["2026-12-28 2026-12-31 10", "2027-01-01 2027-01-04 1100"],
            months.Select(item => $"{item["from"]} {item["to"]} {item["totals"]!["elapsedSeconds"]}")
        );
    }

    [Theory]
    [InlineData("from=2026-01-01&to=2026-01-02", "period")]
    [InlineData("period=year&from=2026-01-01&to=2026-01-02", "period")]
    [InlineData("period=day&to=2026-01-02", "from")]
    [InlineData("period=day&from=2026-02-30&to=2026-03-02", "from")]
    [InlineData("period=day&from=2026-01-01T00:00:00Z&to=2026-03-02", "from")]
    [InlineData("period=day&from=2026-01-03&to=2026-01-02", "from")]
    [InlineData("period=day&from=2026-01-01&to=2027-01-02", "to")]
    [InlineData("period=week&from=1970-01-01&to=2026-01-02", "to")]
    [InlineData("period=month&from=0001-01-01&to=2026-01-02", "from")]
    [InlineData("period=day&from=2026-01-01&to=2026-01-02&sport=flying", "sport")]
    public async Task A_wrong_query_is_named(string query, string parameter)
    {
        using var client = users.NewUser();
        using var response = await client.GetAsync($"/v1/summaries?{query}", TestContext.Current.CancellationToken);
        Assert.Contains(parameter, (await response.ProblemAsync(400, "invalid-request"))["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task The_longest_ranges_are_366_periods()
    {
        using var client = users.NewUser();
        Assert.Equal(366, (await GetAsync(client, "period=day&from=2027-03-01&to=2028-02-29")).Count);
        Assert.Equal(366, (await GetAsync(client, "period=week&from=2020-01-01&to=2027-01-03")).Count);
        Assert.Equal(366, (await GetAsync(client, "period=month&from=2000-01-31&to=2030-06-01")).Count);
    }

    [Fact]
    public async Task A_summary_costs_three_requests_and_five_with_a_second_page()
    {
        const string summary = "/v1/summaries?period=month&from=2000-01-31&to=2030-06-01";
        using var client = users.NewUser();
        await PutAsync(client, "a", "running", "2026-11-01T08:00:00Z", 1);
        Assert.Equal(["Query", "Query", "Query"], await StorageRequests.OfAsync(users, () => client.GetAsync(summary)));

        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        foreach (var id in new[] { "a", "b", "c" })
            await PutAsync(api.Client, id, "running", "2026-11-01T08:00:00Z", 1);
        var queries = 0;
        storage.BeforeQuery = request =>
        {
            queries++;
            if (request.IndexName != TableIndexes.ByChange)
                request.Limit = 2;
            return Task.CompletedTask;
        };
        using var response = await api.Client.GetAsync(summary);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(5, queries);
    }

    [Fact]
    public async Task An_activity_counts_once_however_it_is_moved_changed_and_deleted_meanwhile()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        var fixedDays = Enumerable.Range(1, 12).ToList();
        foreach (var day in fixedDays)
            await PutAsync(api.Client, $"fixed{day}", "running", $"2026-11-{day:00}T08:00:00Z", 1);
        await PutAsync(api.Client, "moving", "running", "2026-11-01T09:00:00Z", 1000);
        await PutAsync(api.Client, "fading", "running", "2026-11-12T09:00:00Z", 100_000);
        // Small pages, with a write before each of them.
        var turn = 0;
        storage.BeforeQuery = async request =>
        {
            if (request.IndexName != TableIndexes.ByDay)
                return;
            request.Limit = 3;
            turn++;
            await PutAsync(api.Client, "moving", "running", turn % 2 == 0 ? "2026-11-01T09:00:00Z" : "2026-11-12T09:00:00Z", 1000);
            if (turn % 3 == 0)
                using (await api.Client.DeleteActivityAsync("fading")) { }
            else
                await PutAsync(api.Client, "fading", "running", $"2026-11-{(turn % 12) + 1:00}T09:00:00Z", 100_000);
        };
        for (var round = 0; round < 10; round++)
        {
            var items = await GetAsync(api.Client, "period=day&from=2026-11-01&to=2026-11-12");
            var total = items.Sum(item => (long)item["totals"]!["elapsedSeconds"]!);
            // The fading activity may count or not, but not twice; the moving one counts once, and no other is lost.
            Assert.True(total is 1012 or 101_012, $"{total}");
            Assert.Equal(total == 1012 ? 13 : 14, items.Sum(item => (int)item["totals"]!["count"]!));
        }
        Assert.True(turn >= 40);
    }

    [Fact]
    public async Task A_range_with_too_many_activities_for_bounded_reading_is_refused()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        for (var number = 0; number < 21; number++)
            await PutAsync(api.Client, $"a{number}", "running", $"2026-11-{number + 1:00}T08:00:00Z", 1);
        storage.BeforeQuery = request =>
        {
            if (request.IndexName != TableIndexes.ByChange)
                request.Limit = 1;
            return Task.CompletedTask;
        };
        using var response = await api.Client.GetAsync(
            "/v1/summaries?period=month&from=2026-11-01&to=2026-11-30",
            TestContext.Current.CancellationToken
        );
        await response.ProblemAsync(422, "range-too-large");
        Assert.Equal(
            19,
            (await GetAsync(api.Client, "period=day&from=2026-11-01&to=2026-11-19")).Sum(item => (int)item["totals"]!["count"]!)
        );
    }

    [Fact]
    public async Task Deletes_and_moves_show_at_once()
    {
        using var client = users.NewUser();
        await PutAsync(client, "a", "running", "2026-11-01T08:00:00Z", 1);
        await PutAsync(client, "b", "running", "2026-11-01T08:00:00Z", 10);
        await PutAsync(client, "a", "cycling", "2026-11-02T08:00:00Z", 100);
        using (await client.DeleteActivityAsync("b")) { }
        var items = await GetAsync(client, "period=day&from=2026-11-01&to=2026-11-02");
        Assert.Equal([0, 100], items.Select(item => (long)item["totals"]!["elapsedSeconds"]!));
    }

    [Fact]
    public void Periods_divide_a_range_without_gap_or_overlap() =>
        Gen.Int[0, 20_000]
            .Select(Gen.Int[0, 3000], Gen.Int[0, 2])
            .Sample(
                (start, length, kind) =>
                {
                    var (period, from) = ((Period)kind, new DateOnly(1970, 1, 1).AddDays(start));
                    var to = from.AddDays(length);
                    var parts = Periods.Split(period, from, to).ToList();
                    Assert.Equal(Periods.Count(period, from, to), parts.Count);
                    Assert.Equal((from, to), (parts[0].From, parts[^1].To));
                    for (var index = 0; index < parts.Count; index++)
                    {
                        if (index > 0)
                            Assert.Equal(parts[index - 1].To.AddDays(1), parts[index].From);
                        // .NET's own calendar is the reference for ISO weeks and months.
                        Assert.Equal(Name(parts[index].From), Name(parts[index].To));
                        if (index > 0)
                            Assert.NotEqual(Name(parts[index - 1].To), Name(parts[index].From));
                        Assert.Equal(index, Periods.IndexOf(period, from, parts[index].From));
                        Assert.Equal(index, Periods.IndexOf(period, from, parts[index].To));
                    }

                    string Name(DateOnly date)
                    {
                        var time = date.ToDateTime(TimeOnly.MinValue);
                        return period switch
                        {
                            Period.Day => $"{date:O}",
                            Period.Week => $"{ISOWeek.GetYear(time)}-{ISOWeek.GetWeekOfYear(time)}",
                            _ => $"{date:yyyy-MM}",
                        };
                    }
                }
            );

    private static void AssertTotals(string expected, JsonObject item)
    {
        var totals = item["totals"]!;
        foreach (var (name, value) in JsonNode.Parse(expected)!.AsObject())
            Assert.Equal($"{name} {value?.ToJsonString()}", $"{name} {totals[name]?.ToJsonString()}");
    }

    private async Task<ApiFixture> StartAsync(HookedDynamoDBClient storage)
    {
        var api = new ApiFixture(engine).WithStorage(storage);
        await api.InitializeAsync();
        return api;
    }

    private static async Task PutAsync(HttpClient client, string id, string sport, string start, int seconds, string more = "")
    {
        var body = $$"""{"sport":"{{sport}}","start":"{{start}}","elapsedSeconds":{{seconds}}{{more}}}""";
        using var put = await client.PutAsync(id, body, ("If-Match", "*"));
        if (put.IsSuccessStatusCode)
            return;
        using var created = await client.PutAsync(id, body, ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }

    private static async Task<List<JsonObject>> GetAsync(HttpClient client, string query)
    {
        using var response = await client.GetAsync($"/v1/summaries?{query}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await response.JsonAsync())["items"]!.AsArray().Select(item => item!.AsObject())];
    }
}
