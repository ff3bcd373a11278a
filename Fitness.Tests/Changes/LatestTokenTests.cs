using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Changes;

/// <summary>A sync that begins with what changes from now on.</summary>
public sealed class LatestTokenTests(SharedEngine engine, UsersFixture users) : IClassFixture<UsersFixture>
{
    [Fact]
    public async Task The_latest_token_brings_nothing_but_what_changes_from_then_on()
    {
        using var client = users.NewUser();
        var (none, before) = await ChangesTests.ReadAsync(client, "latest");
        Assert.Empty(none);
        using var a = await client.PutAsync("a", Run);
        using var b = await client.PutAsync("b", RunOn(2));
        Assert.Equal(["upsert a", "upsert b"], (await ChangesTests.ReadAsync(client, before)).Changes);

        var (still, after) = await ChangesTests.ReadAsync(client, "latest");
        Assert.Empty(still);
        Assert.Empty((await ChangesTests.ReadAsync(client, after)).Changes);
        using var deleted = await client.DeleteActivityAsync("a");
        Assert.Equal(["delete a"], (await ChangesTests.ReadAsync(client, after)).Changes);
        Assert.Equal(
            ["GetItem", "Query"],
            await StorageRequests.OfAsync(users, () => client.GetAsync("/v1/activities/changes?token=latest"))
        );
    }

    [Fact]
    public async Task The_latest_token_begins_before_what_nobody_sees_yet()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        using var torn = new TornTransactions(storage);
        var applied = new TaskCompletionSource();
        await using var api = new ApiFixture(engine).WithStorage(storage);
        await api.InitializeAsync();
        // In one process, the writes of a user wait for each other.
        await using var other = new ApiFixture(engine).WithStorage(storage).With(SettingNames.Table, api.Table);
        await other.InitializeAsync();
        using (await api.Client.PutAsync("first", Run)) { }
        torn.Delay = () => applied.Task;
        var late = api.Client.PutAsync("late", Run);
        await Eventually.WaitForAsync(() => Task.FromResult(torn.Count == 2), () => "no transaction");
        torn.Delay = () => Task.CompletedTask;
        using (await other.Client.PutAsync("after", Run)) { }

        var (nothing, token) = await ChangesTests.ReadAsync(api.Client, "latest");
        Assert.Empty(nothing);
        using (var list = await api.Client.GetAsync("/v1/activities"))
            Assert.DoesNotContain((await list.JsonAsync())["items"]!.AsArray(), item => (string?)item!["id"] == "late");
        applied.SetResult();
        using (await late) { }
        Assert.Equal(["upsert late", "upsert after"], (await ChangesTests.ReadAsync(api.Client, token)).Changes);
    }
}
