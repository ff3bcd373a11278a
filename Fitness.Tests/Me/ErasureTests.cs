using System.Net;
using Amazon.DynamoDBv2.Model;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Me;

public sealed class ErasureTests(SharedEngine engine) : UserDataTests(engine)
{
    [Fact]
    public async Task An_erasure_leaves_nothing_in_the_table_and_touches_nobody_else()
    {
        await using var api = await StartAsync();
        using var ann = api.CreateClient(Token("ann"));
        using var bob = api.CreateClient(Token("bob"));
        await FillAsync(ann);
        await FillAsync(bob);
        Assert.Equal(
            ["GetItem", "PutItem", "Query", "TransactWriteItems", "Query", "DeleteItem"],
            await StorageRequests.OfAsync(api, () => ann.DeleteAsync("/v1/me"))
        );
        Assert.Empty(await ItemsAsync(api, "ann"));
        Assert.Equal(6, (await ItemsAsync(api, "bob")).Count);
        Assert.Equal(["GetItem", "PutItem", "Query", "DeleteItem"], await StorageRequests.OfAsync(api, () => ann.DeleteAsync("/v1/me")));

        // A fresh start: the old key, the old ids and the old versions are forgotten.
        using var post = await ann.PostAsync(Run, ("Idempotency-Key", "key"));
        Assert.Equal((HttpStatusCode.Created, false), (post.StatusCode, post.Headers.Contains("Idempotency-Replayed")));
        using var put = await ann.PutAsync("a", Run);
        Assert.Equal(1, (int)(await put.JsonAsync())["version"]!);
    }

    [Fact]
    public async Task An_interrupted_erasure_refuses_writes_until_it_is_repeated()
    {
        Engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(Engine);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(Token("ann"));
        for (var number = 0; number < 60; number++)
            using (await ann.PutAsync($"a{number}", Run)) { }
        storage.BeforeQuery = request =>
        {
            request.Limit = 20;
            return Task.CompletedTask;
        };
        // It fails at its second transaction each time, but still makes progress.
        for (var interrupted = 0; interrupted < 2; interrupted++)
        {
            var transactions = 0;
            storage.InsteadOfTransaction = _ =>
                ++transactions < 2 ? Task.FromResult<TransactWriteItemsResponse?>(null) : throw HookedDynamoDBClient.Away();
            using var failed = await ann.DeleteAsync("/v1/me");
            await failed.ProblemAsync(503, "storage-unavailable");
            foreach (
                var call in new Func<Task<HttpResponseMessage>>[]
                {
                    () => ann.PutAsync("new", Run),
                    () => ann.PostAsync(Run),
                    () => ann.PatchAsync("a59", "{}"),
                    () => ann.DeleteActivityAsync("a59"),
                    () => ann.GetAsync("/v1/activities/changes"),
                    () => ann.SendAsync(HttpMethod.Post, "/v1/activities/batch", $$"""{"items":[{"id":"x",{{Run[1..]}}]}"""),
                }
            )
            {
                using var refused = await call();
                await refused.ProblemAsync(409, "erase-in-progress");
            }
        }
        storage.InsteadOfTransaction = null;
        using var done = await ann.DeleteAsync("/v1/me");
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        Assert.Empty(await ItemsAsync(api, "ann"));
        using var put = await ann.PutAsync("new", Run);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
    }

    [Fact]
    public async Task What_a_transaction_still_holds_is_deleted_when_it_lets_go()
    {
        Engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(Engine);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(Token("ann"));
        await FillAsync(ann);
        var times = 0;
        storage.InsteadOfTransaction = request =>
            times++ >= 2
                ? Task.FromResult<TransactWriteItemsResponse?>(null)
                : throw HookedDynamoDBClient.Canceled(request.TransactItems.Select(_ => "TransactionConflict"));
        using var erased = await ann.DeleteAsync("/v1/me");
        Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        Assert.Empty(await ItemsAsync(api, "ann"));
    }

    [Fact]
    public async Task A_write_that_is_applied_only_after_the_mark_is_erased_too()
    {
        Engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(Engine);
        using var torn = new TornTransactions(storage);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(Token("ann"));
        var erasing = new TaskCompletionSource();
        torn.Delay = () => erasing.Task;
        var late = ann.PutAsync("late", Run);
        await Eventually.WaitForAsync(() => Task.FromResult(torn.Count == 1), () => "no transaction");
        // The second pass over the pages finds nothing either; then the write is applied.
        var queries = 0;
        storage.BeforeQuery = _ =>
        {
            if (++queries == 3)
                erasing.SetResult();
            return Task.CompletedTask;
        };
        using var erased = await ann.DeleteAsync("/v1/me");
        Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        using (await late) { }
        Assert.Empty(await ItemsAsync(api, "ann"));
    }

    [Fact]
    public async Task A_write_decided_before_an_erasure_does_not_land_after_it()
    {
        Engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(Engine);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(Token("ann"));
        // In one process, the writes of a user wait for each other.
        await using var other = await StartAsync(beside: api);
        using var annElsewhere = other.CreateClient(Token("ann"));
        using (await ann.PutAsync("before", Run)) { }
        var overtaken = false;
        storage.InsteadOfTransaction = async request =>
        {
            if (overtaken || request.TransactItems[0].Put is null)
                return null;
            overtaken = true;
            // Everything is erased and started again, so the counter has the same number.
            using (await annElsewhere.DeleteAsync("/v1/me")) { }
            using (await annElsewhere.PutAsync("anew", Run)) { }
            return null;
        };
        using var put = await ann.PutAsync("late", Run);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        var numbers = (await ItemsAsync(api, "ann"))
            .Where(item => item.ContainsKey("changeNumber"))
            .Select(item => item["changeNumber"].N)
            .Order();
        Assert.Equal(["1", "2"], numbers);
    }

    [Fact]
    public async Task An_erasure_that_another_overtook_touches_nothing_of_what_was_written_since()
    {
        Engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(Engine);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(Token("ann"));
        await FillAsync(ann);
        var overtaken = false;
        storage.InsteadOfTransaction = async request =>
        {
            if (overtaken || request.TransactItems[0].ConditionCheck is null)
                return null;
            overtaken = true;
            using (await ann.DeleteAsync("/v1/me")) { }
            using (await ann.PutAsync("a", Run)) { }
            return null;
        };
        using var erased = await ann.DeleteAsync("/v1/me");
        Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        using var kept = await ann.GetActivityAsync("a");
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
    }

    [Fact]
    public async Task Writers_who_go_on_meanwhile_leave_a_whole_new_life_or_none()
    {
        await using var api = await StartAsync();
        using var ann = api.CreateClient(Token("ann"));
        for (var number = 0; number < 50; number++)
            using (await ann.PutAsync($"a{number}", Run)) { }
        var erasing = ann.DeleteAsync("/v1/me");
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 40),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (number, cancellation) =>
            {
                using var put = await ann.PutAsync($"b{number}", Run);
                Assert.True(put.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, $"{put.StatusCode}");
            }
        );
        using (var erased = await erasing)
            Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        // Writes after the erasure are numbered from 1, without gaps.
        var items = await ItemsAsync(api, "ann");
        var numbers = items
            .Where(item => item.ContainsKey("changeNumber"))
            .Select(item => int.Parse(item["changeNumber"].N, null))
            .Order()
            .ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
        Assert.Equal(numbers.Count == 0 ? 0 : numbers.Count + 1, items.Count);
    }

    private async Task<List<Dictionary<string, AttributeValue>>> ItemsAsync(ApiFixture api, string user)
    {
        using var client = Engine.CreateClient();
        var items = (await client.ScanAsync(new ScanRequest { TableName = api.Table, ConsistentRead = true })).Items;
        return items.FindAll(item => item["userId"].S == user);
    }
}
