using System.Net;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.UserData;

public sealed class UserDataTests(SharedEngine engine) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private TestIssuer issuer = null!;

    public async ValueTask InitializeAsync() => issuer = await TestIssuer.StartAsync();

    public ValueTask DisposeAsync() => issuer.DisposeAsync();

    [Fact]
    public async Task An_export_has_every_item_of_the_caller_and_none_of_others()
    {
        await using var api = await StartAsync(clock: true);
        using var ann = api.CreateClient(issuer.Token("ann"));
        using var bob = api.CreateClient(issuer.Token("bob"));
        await FillAsync(ann);
        using (await bob.PutAsync("bobs", Run)) { }
        var lines = await ExportAsync(ann);
        Assert.Equal(["activity", "activity", "activity", "changeCounter", "idempotencyRecord", "tombstone"], lines.Select(line => (string)line["kind"]!).Order(StringComparer.Ordinal));
        Assert.Equal("gone", (string?)lines.Single(line => (string)line["kind"]! == "tombstone")["id"]);
        Assert.Equal("key", (string?)lines.Single(line => (string)line["kind"]! == "idempotencyRecord")["key"]);
        using var get = await ann.GetActivityAsync("a");
        Assert.Equal((await get.JsonAsync()).ToJsonString(), lines.Single(line => (string?)line["activity"]?["id"] == "a")["activity"]!.ToJsonString());
        Assert.Single(lines, line => line.ToJsonString().Contains("\"lastChange\":5", StringComparison.Ordinal));
        Assert.Equal(2, (await ExportAsync(bob)).Count);

        // What has come to its end is no longer there, although the engine still holds it.
        api.Clock!.Advance(TimeSpan.FromDays(92));
        using var later = api.CreateClient(issuer.Token("ann"));
        Assert.Equal(["activity", "activity", "activity", "changeCounter"], (await ExportAsync(later)).Select(line => (string)line["kind"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_export_reads_no_further_than_the_client_does()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(issuer.Token("ann"));
        var notes = new string('n', 9_000);
        const int batches = 60;
        for (var batch = 0; batch < batches; batch++)
        {
            var items = Enumerable.Range(0, 50).Select(number => $$"""{"id":"b{{batch}}-{{number}}","sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"notes":"{{notes}}"}""");
            using var response = await ann.SendAsync(HttpMethod.Post, "/v1/activities/batch", $$"""{"items":[{{string.Join(',', items)}}]}""");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        var pages = 0;
        storage.BeforeQuery = _ =>
        {
            Interlocked.Increment(ref pages);
            return Task.CompletedTask;
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me/export");
        using var export = await ann.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("application/x-ndjson", export.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await export.Content.ReadAsStreamAsync());
        var read = 0;
        while (read < 10 && await reader.ReadLineAsync() is not null) read++;
        // The rest waits in the storage until the sockets' buffers have room again: what is read settles, below the whole.
        const int quietChecks = 6;
        var (settled, quiet) = (-1, 0);
        await Eventually.IsAsync(() =>
        {
            quiet = settled == Volatile.Read(ref pages) ? quiet + 1 : 0;
            settled = Volatile.Read(ref pages);
            return Task.FromResult(quiet == quietChecks);
        }, () => $"{pages} pages");
        while (await reader.ReadLineAsync() is not null) read++;
        Assert.Equal((batches * 50) + 1, read);
        Assert.True(settled < pages, $"all {pages} pages were read at once");
    }

    [Fact]
    public async Task A_storage_that_fails_on_the_way_breaks_the_export_off_instead_of_ending_it()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(issuer.Token("ann"));
        await FillAsync(ann);
        var pages = 0;
        storage.BeforeQuery = request =>
        {
            request.Limit = 2;
            return ++pages < 3 ? Task.CompletedTask : throw new InternalServerErrorException("away") { StatusCode = HttpStatusCode.InternalServerError };
        };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => ann.GetStringAsync("/v1/me/export"));
        pages = 3;
        using var atOnce = await ann.GetAsync("/v1/me/export");
        await atOnce.ProblemAsync(503, "storage-unavailable");
    }

    [Fact]
    public async Task An_erasure_leaves_nothing_in_the_table_and_touches_nobody_else()
    {
        await using var api = await StartAsync();
        using var ann = api.CreateClient(issuer.Token("ann"));
        using var bob = api.CreateClient(issuer.Token("bob"));
        await FillAsync(ann);
        await FillAsync(bob);
        Assert.Equal(["GetItem", "PutItem", "Query", "TransactWriteItems", "Query", "DeleteItem"], await StorageRequests.OfAsync(api, () => ann.DeleteAsync("/v1/me")));
        Assert.Empty(await ItemsAsync(api, "ann"));
        Assert.Equal(6, (await ItemsAsync(api, "bob")).Count);
        Assert.Equal(["GetItem", "PutItem", "Query", "DeleteItem"], await StorageRequests.OfAsync(api, () => ann.DeleteAsync("/v1/me")));

        // A new life: the old key, the old ids and the old versions are forgotten.
        using var post = await ann.PostAsync(Run, ("Idempotency-Key", "key"));
        Assert.Equal((HttpStatusCode.Created, false), (post.StatusCode, post.Headers.Contains("Idempotency-Replayed")));
        using var put = await ann.PutAsync("a", Run);
        Assert.Equal(1, (int)(await put.JsonAsync())["version"]!);
    }

    [Fact]
    public async Task An_interrupted_erasure_refuses_writes_until_it_is_repeated()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(issuer.Token("ann"));
        for (var number = 0; number < 60; number++) using (await ann.PutAsync($"a{number}", Run)) { }
        storage.BeforeQuery = request =>
        {
            request.Limit = 20;
            return Task.CompletedTask;
        };
        // It fails at its second transaction each time, and gets on nevertheless.
        for (var interrupted = 0; interrupted < 2; interrupted++)
        {
            var transactions = 0;
            storage.InsteadOfTransaction = _ => ++transactions < 2 ? Task.FromResult<TransactWriteItemsResponse?>(null) : throw new InternalServerErrorException("away") { StatusCode = HttpStatusCode.InternalServerError };
            using var failed = await ann.DeleteAsync("/v1/me");
            await failed.ProblemAsync(503, "storage-unavailable");
            foreach (var call in new Func<Task<HttpResponseMessage>>[]
            {
                () => ann.PutAsync("new", Run), () => ann.PostAsync(Run), () => ann.PatchAsync("a59", "{}"), () => ann.DeleteActivityAsync("a59"), () => ann.GetAsync("/v1/activities/changes"),
                () => ann.SendAsync(HttpMethod.Post, "/v1/activities/batch", $$"""{"items":[{"id":"x",{{Run[1..]}}]}"""),
            })
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
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(issuer.Token("ann"));
        await FillAsync(ann);
        var times = 0;
        storage.InsteadOfTransaction = request => times++ >= 2 ? Task.FromResult<TransactWriteItemsResponse?>(null) : throw new TransactionCanceledException("conflict")
        {
            StatusCode = HttpStatusCode.BadRequest,
            CancellationReasons = request.TransactItems.ConvertAll(_ => new CancellationReason { Code = "TransactionConflict" }),
        };
        using var erased = await ann.DeleteAsync("/v1/me");
        Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        Assert.Empty(await ItemsAsync(api, "ann"));
    }

    [Fact]
    public async Task A_write_that_is_applied_only_after_the_mark_is_erased_too()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        using var torn = new TornTransactions(storage);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(issuer.Token("ann"));
        var erasing = new TaskCompletionSource();
        torn.Delay = () => erasing.Task;
        var late = ann.PutAsync("late", Run);
        await Eventually.IsAsync(() => Task.FromResult(torn.Count == 1), () => "no transaction");
        // The second look at the pages finds nothing either; then the write is applied.
        var queries = 0;
        storage.BeforeQuery = _ =>
        {
            if (++queries == 3) erasing.SetResult();
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
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(issuer.Token("ann"));
        using (await ann.PutAsync("before", Run)) { }
        var overtaken = false;
        storage.InsteadOfTransaction = async request =>
        {
            if (overtaken || request.TransactItems[0].Put is null) return null;
            overtaken = true;
            // Everything is erased and begun anew: the counter's number is the same again.
            using (await ann.DeleteAsync("/v1/me")) { }
            using (await ann.PutAsync("anew", Run)) { }
            return null;
        };
        using var put = await ann.PutAsync("late", Run);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        var numbers = (await ItemsAsync(api, "ann")).Where(item => item.ContainsKey("changeNumber")).Select(item => item["changeNumber"].N).Order();
        Assert.Equal(["1", "2"], numbers);
    }

    [Fact]
    public async Task An_erasure_that_another_overtook_touches_nothing_of_what_was_written_since()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(issuer.Token("ann"));
        await FillAsync(ann);
        var overtaken = false;
        storage.InsteadOfTransaction = async request =>
        {
            if (overtaken || request.TransactItems[0].ConditionCheck is null) return null;
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
        using var ann = api.CreateClient(issuer.Token("ann"));
        for (var number = 0; number < 50; number++) using (await ann.PutAsync($"a{number}", Run)) { }
        var erasing = ann.DeleteAsync("/v1/me");
        await Parallel.ForEachAsync(Enumerable.Range(0, 40), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, cancellation) =>
        {
            using var put = await ann.PutAsync($"b{number}", Run);
            Assert.True(put.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, $"{put.StatusCode}");
        });
        using (var erased = await erasing) Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        // Whatever was written after the end is counted from 1, without a gap.
        var items = await ItemsAsync(api, "ann");
        var numbers = items.Where(item => item.ContainsKey("changeNumber")).Select(item => int.Parse(item["changeNumber"].N, null)).Order().ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
        Assert.Equal(numbers.Count == 0 ? 0 : numbers.Count + 1, items.Count);
    }

    private static async Task FillAsync(HttpClient client)
    {
        using var a = await client.PutAsync("a", Run);
        using var b = await client.PutAsync("b", Run);
        using var gone = await client.PutAsync("gone", Run);
        using var deleted = await client.DeleteActivityAsync("gone");
        using var post = await client.PostAsync(Run, ("Idempotency-Key", "key"));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Created), (deleted.StatusCode, post.StatusCode));
    }

    private static async Task<List<JsonObject>> ExportAsync(HttpClient client)
    {
        var text = await client.GetStringAsync("/v1/me/export");
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    private async Task<List<Dictionary<string, AttributeValue>>> ItemsAsync(ApiFixture api, string user)
    {
        using var client = engine.CreateClient();
        var items = (await client.ScanAsync(new ScanRequest { TableName = api.Table, ConsistentRead = true })).Items;
        return items.FindAll(item => item["userId"].S == user);
    }

    private async Task<ApiFixture> StartAsync(HookedDynamoDBClient? storage = null, bool clock = false)
    {
        var api = new ApiFixture(engine).WithIssuer(issuer);
        if (storage is not null) api.WithStorage(storage);
        if (clock) api.WithClock(Now);
        await api.InitializeAsync();
        return api;
    }
}
