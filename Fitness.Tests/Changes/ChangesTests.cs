using System.Net;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Changes;

public sealed class ChangesTests(SharedEngine engine, UsersFixture users) : IClassFixture<UsersFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Creates_changes_and_deletes_come_in_their_order_and_each_activity_once()
    {
        using var client = users.NewUser();
        using var a = await client.PutAsync("a", Run);
        using var b = await client.PutAsync("b", RunOn(2));
        using var c = await client.PutAsync("c", RunOn(3));
        var (first, token) = await ReadAsync(client, null);
        Assert.Equal(["upsert a", "upsert b", "upsert c"], first);

        using var changed = await client.PatchAsync("a", """{"name":"later"}""", ("If-Match", "*"));
        using var deleted = await client.DeleteActivityAsync("b");
        var (second, next) = await ReadAsync(client, token);
        Assert.Equal(["upsert a", "delete b"], second);
        Assert.Equal(["upsert c", "upsert a", "delete b"], (await ReadAsync(client, null)).Changes);
        Assert.Empty((await ReadAsync(client, next)).Changes);

        using var again = await client.PutAsync("b", RunOn(2), ("If-None-Match", "*"));
        Assert.Equal(["upsert b"], (await ReadAsync(client, next)).Changes);
        // A device that lost the response may use a token again.
        Assert.Equal(["upsert a", "upsert b"], (await ReadAsync(client, token)).Changes);
    }

    [Fact]
    public async Task A_change_carries_the_activity_and_its_etag_and_a_delete_none()
    {
        using var client = users.NewUser();
        using var put = await client.PutAsync("a", Run);
        var created = await put.JsonAsync();
        using var response = await client.GetAsync("/v1/activities/changes");
        var change = (await response.JsonAsync())["changes"]![0]!;
        Assert.Equal(created.ToJsonString(), change["activity"]!.ToJsonString());
        using var patched = await client.PatchAsync("a", """{"name":"x"}""", ("If-Match", (string)change["activity"]!["etag"]!));
        Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
        using var deleted = await client.DeleteActivityAsync("a");
        using var later = await client.GetAsync("/v1/activities/changes");
        Assert.Equal("""{"id":"a","kind":"delete"}""", (await later.JsonAsync())["changes"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task Pages_go_on_where_the_one_before_ended()
    {
        using var client = users.NewUser();
        for (var number = 0; number < 25; number++)
            using (await client.PutAsync($"a{number:00}", Run)) { }
        var seen = new List<string>();
        var (query, more) = ("limit=10", true);
        var sizes = new List<int>();
        while (more)
        {
            using var response = await client.GetAsync($"/v1/activities/changes?{query}");
            var page = await response.JsonAsync();
            var ids = page["changes"]!.AsArray().Select(change => (string)change!["id"]!).ToList();
            seen.AddRange(ids);
            sizes.Add(ids.Count);
            more = (bool)page["hasMore"]!;
            query = $"limit=10&token={page["nextToken"]}";
        }
        Assert.Equal([10, 10, 5], sizes);
        Assert.Equal(Enumerable.Range(0, 25).Select(number => $"a{number:00}"), seen);
    }

    [Fact]
    public async Task A_sync_costs_one_request_when_nothing_is_new_and_two_otherwise()
    {
        using var client = users.NewUser();
        using var put = await client.PutAsync("a", Run);
        Assert.Equal(["GetItem", "Query"], await StorageRequests.OfAsync(users, () => client.GetAsync("/v1/activities/changes")));
        var (_, token) = await ReadAsync(client, null);
        Assert.Equal(["GetItem"], await StorageRequests.OfAsync(users, () => client.GetAsync($"/v1/activities/changes?token={token}")));
    }

    [Fact]
    public async Task A_token_that_was_altered_or_is_another_users_is_400()
    {
        using var ann = users.NewUser();
        using var bob = users.NewUser();
        using var put = await ann.PutAsync("a", Run);
        var (_, token) = await ReadAsync(ann, null);
        string[] wrong =
        [
            "",
            "x",
            token[..^1],
            token + "A",
            .. Enumerable
                .Range(0, token.Length)
                .Select(position => $"{token[..position]}{(token[position] == 'A' ? 'B' : 'A')}{token[(position + 1)..]}"),
        ];
        foreach (var (client, text) in wrong.Select(text => (ann, text)).Append((bob, token)))
        {
            using var response = await client.GetAsync($"/v1/activities/changes?token={text}");
            Assert.True((await response.ProblemAsync(400, "invalid-request"))["errors"]!.AsObject().ContainsKey("token"));
        }
    }

    [Fact]
    public async Task A_token_lives_as_long_as_the_tombstones_that_it_needs()
    {
        await using var api = await StartAsync(Now);
        using var a = await api.Client.PutAsync("a", Run);
        using var b = await api.Client.PutAsync("b", RunOn(2));
        var (_, token) = await ReadAsync(api.Client, null);
        api.Clock!.Advance(TimeSpan.FromMinutes(1));
        using var deleted = await api.Client.DeleteActivityAsync("a");

        api.Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(["delete a"], (await ReadAsync(api.Client, token)).Changes);
        api.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        using (var old = await api.Client.GetAsync($"/v1/activities/changes?token={token}"))
            await old.ProblemAsync(410, "sync-token-expired");
        // The tombstone has expired, though the engine never deletes it: a device that starts over does not need it.
        api.Clock.Advance(TimeSpan.FromDays(1));
        var (all, fresh) = await ReadAsync(api.Client, null);
        Assert.Equal(["upsert b"], all);
        Assert.Empty((await ReadAsync(api.Client, fresh)).Changes);
    }

    [Fact]
    public async Task A_token_of_the_middle_is_as_old_as_its_beginning()
    {
        await using var api = await StartAsync(Now);
        foreach (var id in new[] { "a", "b", "c" })
            using (await api.Client.PutAsync(id, Run)) { }
        var (_, token) = await ReadAsync(api.Client, null);
        foreach (var id in new[] { "a", "b" })
            using (await api.Client.DeleteActivityAsync(id)) { }
        api.Clock!.Advance(TimeSpan.FromDays(89));
        using var page = await api.Client.GetAsync($"/v1/activities/changes?limit=1&token={token}");
        var middle = (string)(await page.JsonAsync())["nextToken"]!;
        // By now the second tombstone may be gone: the next page would be silently incomplete.
        api.Clock.Advance(TimeSpan.FromDays(2));
        using var late = await api.Client.GetAsync($"/v1/activities/changes?token={middle}");
        await late.ProblemAsync(410, "sync-token-expired");
    }

    [Fact]
    public async Task A_token_from_before_everything_was_erased_is_410_and_one_with_nothing_is_good()
    {
        using var client = users.NewUser();
        var (_, empty) = await ReadAsync(client, null);
        using var a = await client.PutAsync("a", Run);
        var (_, token) = await ReadAsync(client, empty);
        using var erased = await client.DeleteAsync("/v1/me", TestContext.Current.CancellationToken);
        using (var nothing = await client.GetAsync($"/v1/activities/changes?token={token}"))
            await nothing.ProblemAsync(410, "sync-token-expired");
        using var b = await client.PutAsync("b", RunOn(2));
        using (var newer = await client.GetAsync($"/v1/activities/changes?token={token}"))
            await newer.ProblemAsync(410, "sync-token-expired");
        Assert.Equal(["upsert b"], (await ReadAsync(client, empty)).Changes);
    }

    [Fact]
    public async Task A_change_by_a_device_whose_server_is_an_hour_behind_is_not_missed()
    {
        // Ordered by a clock, the second write would be before the token, and the third device would never see it.
        await using var ahead = await StartAsync(Now);
        await using var behind = await StartAsync(Now - TimeSpan.FromHours(1), ahead.Table);
        using var first = await ahead.Client.PutAsync("first", Run);
        var (_, token) = await ReadAsync(ahead.Client, null);
        using var second = await behind.Client.PutAsync("second", RunOn(2));
        Assert.True((DateTimeOffset)(await second.JsonAsync())["updatedAt"]! < (DateTimeOffset)(await first.JsonAsync())["updatedAt"]!);
        Assert.Equal(["upsert second"], (await ReadAsync(ahead.Client, token)).Changes);
    }

    [Fact]
    public async Task A_number_whose_item_was_removed_by_hand_holds_the_others_up_for_a_minute_only()
    {
        await using var api = await StartAsync(Now);
        foreach (var id in new[] { "a", "b", "c" })
            using (await api.Client.PutAsync(id, Run)) { }
        await RemoveAsync(api, "b");
        var (changes, token) = await ReadAsync(api.Client, null);
        Assert.Equal(["upsert a"], changes);
        api.Clock!.Advance(TimeSpan.FromSeconds(59));
        (changes, token) = await ReadAsync(api.Client, token);
        Assert.Empty(changes);
        api.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["upsert c"], (await ReadAsync(api.Client, token)).Changes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Tombstones_that_DynamoDB_removed_hold_nobody_up(int laterChanges)
    {
        await using var api = await StartAsync(Now);
        foreach (var id in new[] { "a", "gone" })
            using (await api.Client.PutAsync(id, Run)) { }
        using (await api.Client.DeleteActivityAsync("gone")) { }
        // One change after all that time, or many changes spread over it.
        for (var change = 0; change < laterChanges; change++)
        {
            api.Clock!.Advance(TimeSpan.FromDays(92.0 / laterChanges));
            using var put = await api.Client.PutAsync(
                "later",
                Run.Replace("1800", $"{change}", StringComparison.Ordinal),
                ("If-Match", change == 0 ? "\"0\"" : "*")
            );
            if (change == 0)
                using (await api.Client.PutAsync("later", Run)) { }
        }
        await RemoveAsync(api, "gone");
        Assert.Equal(["upsert a", "upsert later"], (await ReadAsync(api.Client, null)).Changes);
    }

    [Fact]
    public async Task Nobody_passes_by_what_a_server_with_a_slow_clock_has_not_applied_yet()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        using var torn = new TornTransactions(storage);
        var applied = new TaskCompletionSource();
        await using var reader = await StartAsync(Now);
        await using var writer = new ApiFixture(engine)
            .WithStorage(storage)
            .WithClock(Now - TimeSpan.FromHours(1))
            .With(SettingNames.Table, reader.Table);
        await writer.InitializeAsync();
        using (await reader.Client.PutAsync("first", Run)) { }
        var (_, token) = await ReadAsync(reader.Client, null);

        torn.Delay = () => applied.Task;
        var late = writer.Client.PutAsync("late", Run);
        await Eventually.WaitForAsync(() => Task.FromResult(torn.Count == 1), () => "no transaction");
        using (await reader.Client.PutAsync("after", Run)) { }
        var (changes, waiting) = await ReadAsync(reader.Client, token);
        Assert.Empty(changes);
        applied.SetResult();
        using (await late) { }
        Assert.Equal(["upsert late", "upsert after"], (await ReadAsync(reader.Client, waiting)).Changes);
    }

    [Theory]
    [InlineData("1 9999999999999999 0 0 x")]
    [InlineData("1 -1 0 0 x")]
    [InlineData("-1 1 0 0 x")]
    [InlineData("1 1 0 x")]
    public async Task A_forged_token_is_400_too(string payload)
    {
        await using var api = await StartAsync();
        using var response = await api.Client.GetAsync(
            $"/v1/activities/changes?token={Fitness.Api.Web.Requests.OpaqueToken.Encode("changes.1\ndemo", payload)}",
            TestContext.Current.CancellationToken
        );
        await response.ProblemAsync(400, "invalid-request");
    }

    private async Task RemoveAsync(ApiFixture api, string id)
    {
        using var client = engine.CreateClient();
        await client.DeleteItemAsync(
            api.Table,
            new() { ["userId"] = new AttributeValue("demo"), ["itemId"] = new AttributeValue($"activity#{id}") }
        );
    }

    /// <summary>Reads to the end.</summary>
    internal static async Task<(List<string> Changes, string Token)> ReadAsync(HttpClient client, string? token)
    {
        var changes = new List<string>();
        for (var more = true; more; )
        {
            using var response = await client.GetAsync($"/v1/activities/changes{(token is null ? "" : $"?token={token}")}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            JsonObject page = await response.JsonAsync();
            changes.AddRange(page["changes"]!.AsArray().Select(change => $"{change!["kind"]} {change["id"]}"));
            (token, more) = ((string)page["nextToken"]!, (bool)page["hasMore"]!);
        }
        return (changes, token!);
    }

    private async Task<ApiFixture> StartAsync(DateTimeOffset? now = null, string? table = null)
    {
        var api = new ApiFixture(engine);
        if (now is { } time)
            api.WithClock(time);
        if (table is not null)
            api.With(SettingNames.Table, table);
        await api.InitializeAsync();
        return api;
    }
}
