using System.Net;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Requests;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Changes;

/// <summary>Tokens and pages at their limits.</summary>
public sealed class ChangesEdgeTests(SharedEngine engine)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_token_is_good_for_ninety_days_to_the_millisecond()
    {
        await using var api = await StartAsync();
        using (await api.Client.PutAsync("a", Run)) { }
        var token = await TokenAsync(api);
        api.Clock!.Advance(TimeSpan.FromDays(90));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api, $"token={token}"));
        api.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(api, $"token={token}"));
    }

    [Fact]
    public async Task A_device_that_comes_back_in_time_goes_on_for_ever_although_nothing_changes()
    {
        await using var api = await StartAsync();
        using (await api.Client.PutAsync("a", Run)) { }
        var token = await TokenAsync(api);
        for (var poll = 0; poll < 3; poll++)
        {
            api.Clock!.Advance(TimeSpan.FromDays(60));
            using var response = await api.Client.GetAsync($"/v1/activities/changes?token={token}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            token = (string)(await response.JsonAsync())["nextToken"]!;
        }
    }

    [Fact]
    public async Task A_change_that_nobody_sees_yet_is_looked_for_four_times_and_then_the_device_waits()
    {
        await using var api = await StartAsync();
        foreach (var id in new[] { "a", "b" })
            using (await api.Client.PutAsync(id, Run)) { }
        await RemoveAsync(api, "a");
        Assert.Equal(
            ["GetItem", "Query", "GetItem", "Query", "GetItem", "Query", "GetItem", "Query"],
            await StorageRequests.OfAsync(api, () => api.Client.GetAsync("/v1/activities/changes"))
        );
        using var response = await api.Client.GetAsync("/v1/activities/changes");
        var page = await response.JsonAsync();
        // There is no use in asking again at once.
        Assert.Empty(page["changes"]!.AsArray());
        Assert.False((bool)page["hasMore"]!);
        // The wait began with this page: a minute later, it is over.
        api.Clock!.Advance(TimeSpan.FromMinutes(1));
        using var later = await api.Client.GetAsync($"/v1/activities/changes?token={page["nextToken"]}");
        Assert.Equal("b", (string?)(await later.JsonAsync())["changes"]!.AsArray().Single()!["id"]);
    }

    [Fact]
    public async Task What_is_there_before_a_missing_change_comes_at_once_page_by_page()
    {
        await using var api = await StartAsync();
        foreach (var id in new[] { "a", "b", "c", "d" })
            using (await api.Client.PutAsync(id, Run)) { }
        await RemoveAsync(api, "c");
        var seen = new List<string>();
        var (query, more) = ("limit=1", true);
        while (more)
        {
            using var response = await api.Client.GetAsync($"/v1/activities/changes?{query}");
            var page = await response.JsonAsync();
            seen.Add(string.Join(' ', page["changes"]!.AsArray().Select(change => (string)change!["id"]!)));
            (query, more) = ($"limit=1&token={page["nextToken"]}", (bool)page["hasMore"]!);
        }
        Assert.Equal(["a", "b", ""], seen);
        api.Clock!.Advance(TimeSpan.FromMinutes(1));
        using var rest = await api.Client.GetAsync($"/v1/activities/changes?{query}");
        Assert.Equal("d", (string?)(await rest.JsonAsync())["changes"]!.AsArray().Single()!["id"]);
    }

    [Fact]
    public async Task A_table_that_was_restored_to_an_earlier_state_is_read_from_the_beginning()
    {
        await using var api = await StartAsync();
        foreach (var id in new[] { "a", "b" })
            using (await api.Client.PutAsync(id, Run)) { }
        var token = await TokenAsync(api);
        // Restored to where the token is, nothing is new; before it, the numbers that follow are others than those that the device knows.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api, $"token={token}"));
        using var client = engine.CreateClient();
        await client.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = api.Table,
                Key = new() { ["userId"] = new AttributeValue("demo"), ["itemId"] = new AttributeValue(ActivityKeys.ChangesItem) },
                UpdateExpression = "SET lastChange = :last",
                ExpressionAttributeValues = new() { [":last"] = new AttributeValue { N = "1" } },
            }
        );
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(api, $"token={token}"));
    }

    [Fact]
    public async Task A_forged_position_and_a_wrong_limit_are_no_errors_of_the_service()
    {
        await using var api = await StartAsync();
        foreach (
            var (payload, status) in new[]
            {
                ("1 253402300799999 0 0 x", HttpStatusCode.Gone),
                ("1 253402300800000 0 0 x", HttpStatusCode.BadRequest),
                ("1 1 1 253402300799999 x", HttpStatusCode.Gone),
                ("1 1 1 253402300800000 x", HttpStatusCode.BadRequest),
                ("1 1 -1 0 x", HttpStatusCode.BadRequest),
                ("1 1 0 -1 x", HttpStatusCode.BadRequest),
                ("1 1 0 0 0 x", HttpStatusCode.BadRequest),
                ("0 0 0 0 x", HttpStatusCode.Gone),
                ("+1 1 0 0 x", HttpStatusCode.BadRequest),
                ("1", HttpStatusCode.BadRequest),
            }
        )
            Assert.Equal((payload, status), (payload, await StatusAsync(api, $"token={OpaqueToken.Encode("changes.1\ndemo", payload)}")));
        foreach (
            var (limit, status) in new[]
            {
                (1, HttpStatusCode.OK),
                (200, HttpStatusCode.OK),
                (0, HttpStatusCode.BadRequest),
                (201, HttpStatusCode.BadRequest),
            }
        )
            Assert.Equal((limit, status), (limit, await StatusAsync(api, $"limit={limit}")));
    }

    private async Task<ApiFixture> StartAsync()
    {
        var api = new ApiFixture(engine).WithClock(Now);
        await api.InitializeAsync();
        return api;
    }

    private static async Task<string> TokenAsync(ApiFixture api) => (await ChangesTests.ReadAsync(api.Client, null)).Token;

    private static async Task<HttpStatusCode> StatusAsync(ApiFixture api, string query)
    {
        using var response = await api.Client.GetAsync($"/v1/activities/changes?{query}");
        return response.StatusCode;
    }

    private async Task RemoveAsync(ApiFixture api, string id)
    {
        using var client = engine.CreateClient();
        await client.DeleteItemAsync(
            api.Table,
            new() { ["userId"] = new AttributeValue("demo"), ["itemId"] = new AttributeValue($"activity#{id}") }
        );
    }
}
