using System.Net;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Summaries;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Summaries;

/// <summary>When totals are kept, when they serve, and what becomes of them.</summary>
public sealed class KeptMonthTests(SharedEngine engine)
{
    private const string March = "/v1/summaries?period=month&from=2026-03-01&to=2026-03-31";
    private const string Whole = "Query;n=1";
    private static readonly (string, string) Fresh = ("Cache-Control", "no-cache");

    [Fact]
    public async Task Totals_are_kept_where_there_is_much_to_sum_and_serve_until_the_month_changes()
    {
        await using var api = await Runs.FilledAsync(new ApiFixture(engine));
        Assert.Equal("Query;n=4, TransactWriteItems;n=1", await RequestsAsync(api));
        Assert.Equal(Whole, await RequestsAsync(api));
        using (await api.Client.PutAsync("april", Runs.At("2026-04-01T08:00:00Z"))) { }
        Assert.Equal(Whole, await RequestsAsync(api));
        // A part of the month, another period and another sport are the same totals.
        Assert.Equal(Whole, await RequestsAsync(api, "/v1/summaries?period=week&from=2026-03-04&to=2026-03-22&sport=running"));
        using (await api.Client.PutAsync("march", Runs.At("2026-03-31T23:00:00-11:00"))) { }
        await AssertRightAsync(api);
        Assert.Equal(Whole, await RequestsAsync(api));
        // It leaves the month.
        using (await api.Client.PatchAsync("march", """{"start":"2026-03-31T23:00:00+14:00","name":"same month"}""", ("If-Match", "*"))) { }
        await AssertRightAsync(api);
        using (await api.Client.PatchAsync("march", """{"start":"2026-02-28T23:00:00+14:00"}""", ("If-Match", "*"))) { }
        await AssertRightAsync(api);
        Assert.Equal(Whole, await RequestsAsync(api));
    }

    [Fact]
    public async Task The_farthest_is_another_one_when_it_is_deleted()
    {
        await using var api = await Runs.FilledAsync(new ApiFixture(engine));
        using (await api.Client.PutAsync("farthest", Runs.At("2026-03-05T08:00:00Z").Replace("5000.5", "9000", StringComparison.Ordinal)))
        { }
        for (var round = 0; round < 2; round++)
            Assert.Equal("farthest", await FarthestAsync());
        using (await api.Client.DeleteActivityAsync("farthest")) { }
        for (var round = 0; round < 2; round++)
            Assert.Equal("r0", await FarthestAsync());

        async Task<string?> FarthestAsync()
        {
            using var response = await api.Client.GetAsync(March);
            return (string?)(await response.JsonAsync())["items"]![0]!["totals"]!["farthest"]!["id"];
        }
    }

    [Fact]
    public async Task Of_someone_with_an_activity_or_two_a_day_nothing_is_kept()
    {
        await using var api = await Runs.FilledAsync(new ApiFixture(engine), 60);
        for (var round = 0; round < 2; round++)
            Assert.Equal("Query;n=3", await RequestsAsync(api));
        Assert.Empty(await Runs.KeptAsync(engine, api));
    }

    [Fact]
    public async Task A_change_by_a_version_that_records_no_months_is_noticed()
    {
        await using var api = await Runs.FilledAsync(new ApiFixture(engine));
        await RequestsAsync(api);
        using (await api.Client.PutAsync("march", Runs.At("2026-03-30T08:00:00Z"))) { }
        using var client = engine.CreateClient();
        await client.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = api.Table,
                Key = ActivityItem.Key("demo", ActivityKeys.ChangesItem),
                UpdateExpression = "REMOVE months",
            }
        );
        await AssertRightAsync(api);
        Assert.Equal(Whole, await RequestsAsync(api));
    }

    [Fact]
    public async Task What_a_transaction_has_not_yet_applied_is_not_missed_for_ever()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await Runs.FilledAsync(new ApiFixture(engine).WithStorage(storage));
        var applied = new TaskCompletionSource();
        using var torn = new TornTransactions(storage) { Delay = () => applied.Task };
        var write = api.Client.PutAsync("march", Runs.At("2026-03-30T08:00:00Z"));
        await Eventually.WaitForAsync(() => Task.FromResult(torn.Count == 1), () => "no transaction was torn");
        using (await api.Client.GetAsync(March)) { }
        Assert.Empty(await Runs.KeptAsync(engine, api));
        applied.SetResult();
        using (var put = await write)
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        await AssertRightAsync(api);
        Assert.Single(await Runs.KeptAsync(engine, api));
        await AssertRightAsync(api);
    }

    [Fact]
    public async Task Wrong_totals_are_named_and_replaced_by_who_asks_for_fresh_ones()
    {
        await using var api = await Runs.FilledAsync(new ApiFixture(engine));
        await RequestsAsync(api);
        var old = Assert.Single(await Runs.KeptAsync(engine, api));
        using (await api.Client.PutAsync("march", Runs.At("2026-03-30T08:00:00Z"))) { }
        await RequestsAsync(api);
        await Runs.ReplaceDaysAsync(engine, api, old["days"]);

        // Also who asks for a part of the month, or for one sport.
        using (
            var part = await api.Client.SendAsync(
                HttpMethod.Get,
                March.Replace("03-31", "03-02&sport=golf", StringComparison.Ordinal),
                headers: [Fresh]
            )
        )
            Assert.Equal("2026-03", part.Headers.GetValues(FitnessHeaders.WrongTotals).Single());
        await AssertRightAsync(api);
        Assert.Equal(Whole, await RequestsAsync(api));
        using (var again = await api.Client.SendAsync(HttpMethod.Get, March, headers: [Fresh]))
            Assert.False(again.Headers.Contains(FitnessHeaders.WrongTotals));
    }

    [Theory]
    [InlineData("days")]
    [InlineData("form")]
    [InlineData("stream")]
    [InlineData("asOf")]
    [InlineData("no days")]
    [InlineData("no asOf")]
    public async Task Totals_that_are_not_the_users_own_or_cannot_be_read_do_not_serve(string attribute)
    {
        await using var api = await Runs.FilledAsync(new ApiFixture(engine));
        await RequestsAsync(api);
        using var client = engine.CreateClient();
        var kept = Assert.Single(await Runs.KeptAsync(engine, api));
        if (attribute.StartsWith("no ", StringComparison.Ordinal))
            kept.Remove(attribute[3..]);
        else
            kept[attribute] = attribute switch
            {
                "days" => new AttributeValue { B = new MemoryStream([1, 2, 3]) },
                "asOf" => new AttributeValue { N = "1000" },
                _ => new AttributeValue("other"),
            };
        await client.PutItemAsync(api.Table, kept);
        Assert.NotEqual(Whole, await RequestsAsync(api));
        Assert.Equal(Whole, await RequestsAsync(api));
        await AssertRightAsync(api);
    }

    [Fact]
    public async Task Kept_totals_expire_with_the_tombstones()
    {
        await using var api = await Runs.FilledAsync(
            new ApiFixture(engine).WithClock(new DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero))
        );
        await RequestsAsync(api);
        api.Clock!.Advance(TimeSpan.FromDays(90));
        Assert.Equal(Whole, await RequestsAsync(api));
        api.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("Query;n=3, TransactWriteItems;n=1", await RequestsAsync(api));
        Assert.Equal(Whole, await RequestsAsync(api));
    }

    [Fact]
    public async Task An_erasure_leaves_nothing_kept_and_nothing_is_kept_after_it()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await Runs.FilledAsync(new ApiFixture(engine).WithStorage(storage));
        using (await api.Client.GetAsync(March)) { }
        Assert.Single(await Runs.KeptAsync(engine, api));
        using (await api.Client.SendAsync(HttpMethod.Delete, "/v1/me")) { }
        Assert.Empty(await Runs.KeptAsync(engine, api));

        await Runs.FillAsync(api, 99);
        storage.InsteadOfTransaction = async request =>
        {
            if (request.TransactItems[^1].Put is null)
                return null;
            storage.InsteadOfTransaction = null;
            using var erased = await api.Client.SendAsync(HttpMethod.Delete, "/v1/me");
            Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
            return null;
        };
        using (await api.Client.GetAsync(March)) { }
        Assert.Null(storage.InsteadOfTransaction);
        using var client = engine.CreateClient();
        Assert.Empty((await client.ScanAsync(new ScanRequest(api.Table))).Items);
    }

    [Fact]
    public async Task An_answer_does_not_depend_on_whether_its_totals_can_be_kept()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await Runs.FilledAsync(new ApiFixture(engine).WithStorage(storage));
        foreach (var code in new[] { "TransactionConflict", "ThrottlingError", "ConditionalCheckFailed" })
        {
            storage.InsteadOfTransaction = _ => throw HookedDynamoDBClient.Canceled([code, "None"]);
            await AssertRightAsync(api);
        }
        storage.InsteadOfTransaction = _ => throw HookedDynamoDBClient.Away();
        await AssertRightAsync(api);
        Assert.Empty(await Runs.KeptAsync(engine, api));
    }

    [Fact]
    public async Task An_export_has_no_kept_totals()
    {
        await using var api = await Runs.FilledAsync(new ApiFixture(engine));
        await RequestsAsync(api);
        Assert.Single(await Runs.KeptAsync(engine, api));
        var lines = (await api.Client.GetStringAsync("/v1/me/export")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(100, lines.Length);
    }

    /// <summary>The storage requests of a summary.</summary>
    private static async Task<string> RequestsAsync(ApiFixture api, string path = March)
    {
        using var response = await api.Client.SendAsync(HttpMethod.Get, path, headers: [(FitnessHeaders.StorageRequests, "?1")]);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.GetValues(FitnessHeaders.StorageRequests).Single();
    }

    private static async Task AssertRightAsync(ApiFixture api)
    {
        var activities = await PlainSums.ListAsync(api.Client);
        using var response = await api.Client.GetAsync(March);
        Assert.Equal(
            PlainSums.Of(activities, Period.Month, new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31), null, distinct: false),
            PlainSums.Of(await response.JsonAsync())
        );
    }
}
