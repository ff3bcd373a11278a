using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Activities;

/// <summary>Writers of one user in one process: they share transactions, and keep nobody but themselves waiting.</summary>
public sealed class WritersTests(SharedEngine engine) : IAsyncLifetime
{
    private HookedDynamoDBClient? storage;
    private ApiFixture? api;

    private HookedDynamoDBClient Storage => storage!;

    private HttpClient Client => api!.Client;

    public async ValueTask InitializeAsync()
    {
        ImageUnderTest.SkipInside("The storage in between is in this process");
        engine.SkipWithout();
        storage = new HookedDynamoDBClient(engine);
        api = new ApiFixture(engine).WithStorage(storage);
        await api.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (api is not null)
            await api.DisposeAsync();
        storage?.Dispose();
    }

    [Fact]
    public async Task Writers_at_once_share_transactions()
    {
        const int writers = 16;
        const int writesEach = 10;
        var transactions = 0;
        Storage.InsteadOfTransaction = _ =>
        {
            Interlocked.Increment(ref transactions);
            return Task.FromResult<TransactWriteItemsResponse?>(null);
        };
        await Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(async writer =>
                {
                    for (var number = 0; number < writesEach; number++)
                        Assert.Equal(HttpStatusCode.Created, await PutAsync($"{writer}-{number}"));
                })
        );
        Assert.InRange(transactions, 1, writers * writesEach / 3);
    }

    [Fact]
    public async Task Whoever_waits_shares_the_next_transaction_and_gets_an_answer_of_his_own()
    {
        using var put = await Client.PutAsync("there", Run);
        using var gone = await Client.PutAsync("gone", RunOn(2));
        using (await Client.DeleteActivityAsync("gone")) { }
        await using var held = new HeldTransaction(Storage);
        var first = PutAsync("first");
        await held.Begun;
        var calls = new Dictionary<string, Task<HttpResponseMessage>>(StringComparer.Ordinal)
        {
            ["201"] = Client.PutAsync("new", RunOn(3)),
            ["201 too"] = Client.PostAsync(RunOn(4), ("Idempotency-Key", "one")),
            ["200"] = Client.PutAsync("there", Run),
            ["204"] = Client.DeleteActivityAsync("nothing"),
            ["404"] = Client.PatchAsync("nothing2", """{"name":"x"}"""),
            ["409"] = Client.PutAsync("gone", RunOn(2)),
            ["412"] = Client.PutAsync("new2", RunOn(5), ("If-Match", "\"7\"")),
        };
        held.Release();
        Assert.Equal(HttpStatusCode.Created, await first);
        foreach (var (status, call) in calls)
        {
            using var response = await call;
            Assert.Equal(status[..3], $"{(int)response.StatusCode}");
        }
        using var replayed = await Client.PostAsync(RunOn(4), ("Idempotency-Key", "one"));
        Assert.True(replayed.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task An_item_that_DynamoDB_holds_delays_only_its_own_writer()
    {
        var free = false;
        Storage.InsteadOfTransaction = request =>
        {
            var codes = request.TransactItems.ConvertAll(item =>
                !free && item.Put.Item["itemId"].S == "activity#held" ? "TransactionConflict" : "None"
            );
            return codes.TrueForAll(code => code == "None")
                ? Task.FromResult<TransactWriteItemsResponse?>(null)
                : throw HookedDynamoDBClient.Canceled(codes);
        };
        var held = PutAsync("held");
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 16).Select(number => PutAsync($"{number}"))), status =>
            Assert.Equal(HttpStatusCode.Created, status)
        );
        Assert.False(held.IsCompleted);
        free = true;
        Assert.Equal(HttpStatusCode.Created, await held);
    }

    [Fact]
    public async Task An_item_that_DynamoDB_refuses_fails_only_its_own_writer()
    {
        Storage.InsteadOfTransaction = request =>
        {
            var codes = request.TransactItems.ConvertAll(item =>
                item.Put.Item["itemId"].S == "activity#full" ? "ItemCollectionSizeLimitExceeded" : "None"
            );
            return codes.TrueForAll(code => code == "None")
                ? Task.FromResult<TransactWriteItemsResponse?>(null)
                : throw HookedDynamoDBClient.Canceled(codes);
        };
        var full = PutAsync("full");
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 16).Select(number => PutAsync($"{number}"))), status =>
            Assert.Equal(HttpStatusCode.Created, status)
        );
        Assert.Equal(HttpStatusCode.InsufficientStorage, await full);
    }

    [Fact]
    public async Task What_is_throttled_as_a_whole_is_written_in_smaller_parts()
    {
        const int most = 30;
        Storage.InsteadOfTransaction = request =>
            request.TransactItems.Count <= most
                ? Task.FromResult<TransactWriteItemsResponse?>(null)
                : throw new ProvisionedThroughputExceededException("throttled") { StatusCode = HttpStatusCode.BadRequest };
        using var response = await BatchAsync(0, 100);
        Assert.All(await StatusesAsync(response), status => Assert.Equal(201, status));
        Assert.Null(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task The_longest_texts_share_no_larger_transactions_than_DynamoDB_takes()
    {
        const int writers = 49;
        // Of three bytes each in an item, of six in the response that is kept.
        var body = Run.Replace("{", $$"""{"notes":"{{new string('走', 10_000)}}",""", StringComparison.Ordinal);
        await using var held = new HeldTransaction(Storage);
        var first = PutAsync("first");
        await held.Begun;
        var sizes = new ConcurrentBag<int>();
        Storage.InsteadOfTransaction = request =>
        {
            sizes.Add(
                request.TransactItems.Sum(item =>
                    item.Put.Item.Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key + attribute.Value.S + attribute.Value.N))
                )
            );
            return Task.FromResult<TransactWriteItemsResponse?>(null);
        };
        var posts = Enumerable.Range(0, writers).Select(number => Client.PostAsync(body, ("Idempotency-Key", $"{number}"))).ToList();
        held.Release();
        Assert.Equal(HttpStatusCode.Created, await first);
        foreach (var response in await Task.WhenAll(posts))
        {
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            response.Dispose();
        }
        Assert.InRange(sizes.Max(), 1_000_000, 4_000_000);
    }

    [Fact]
    public async Task A_writer_who_leaves_takes_nothing_away_from_the_others()
    {
        await using var held = new HeldTransaction(Storage);
        using var leaving = new CancellationTokenSource();
        using var content = new StringContent(Run, Encoding.UTF8, "application/json");
        var leaver = Client.PutAsync(new Uri("/v1/activities/left", UriKind.Relative), content, leaving.Token);
        await held.Begun;
        var others = Enumerable.Range(0, 4).Select(number => PutAsync($"{number}")).ToList();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        held.Release();
        Assert.All(await Task.WhenAll(others), status => Assert.Equal(HttpStatusCode.Created, status));
        // Its transaction had been sent, and is not torn down.
        using var get = await Client.GetActivityAsync("left");
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
    }

    [Fact]
    public async Task More_writes_than_may_wait_are_503_with_Retry_After()
    {
        const int batches = 12;
        await using var held = new HeldTransaction(Storage);
        var first = PutAsync("first");
        await held.Begun;
        var sent = Enumerable.Range(0, batches).Select(batch => BatchAsync(batch, 100)).ToList();
        // A thousand may wait, so two batches do not.
        await Eventually.WaitForAsync(() => Task.FromResult(sent.Count(one => one.IsCompleted) == 2), () => "not refused");
        held.Release();
        var statuses = new List<int>();
        foreach (var response in await Task.WhenAll(sent))
        {
            var answered = await StatusesAsync(response);
            Assert.Equal(answered.Contains(503), response.Headers.RetryAfter?.Delta is not null);
            statuses.AddRange(answered);
            response.Dispose();
        }
        Assert.Equal(200, statuses.Count(status => status == 503));
        Assert.Equal(1000, statuses.Count(status => status == 201));
        Assert.Equal(HttpStatusCode.Created, await first);
    }

    private Task<HttpResponseMessage> BatchAsync(int batch, int count) =>
        Client.SendAsync(
            HttpMethod.Post,
            "/v1/activities/batch",
            $$"""{"items":[{{string.Join(',', Enumerable.Range(0, count).Select(number => $$"""{"id":"{{batch}}-{{number}}",{{Run[1..]}}"""))}}]}"""
        );

    private static async Task<List<int>> StatusesAsync(HttpResponseMessage response) =>
        [.. (await response.JsonAsync())["results"]!.AsArray().Select(result => (int)result!["status"]!)];

    private async Task<HttpStatusCode> PutAsync(string id)
    {
        using var response = await Client.PutAsync(id, Run);
        return response.StatusCode;
    }

    /// <summary>The next transaction waits for its release; those after it do not.</summary>
    private sealed class HeldTransaction : IAsyncDisposable
    {
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldTransaction(HookedDynamoDBClient storage) =>
            storage.InsteadOfTransaction = async _ =>
            {
                begun.TrySetResult();
                await released.Task;
                return null;
            };

        public Task Begun => begun.Task;

        public void Release() => released.TrySetResult();

        public ValueTask DisposeAsync()
        {
            Release();
            return ValueTask.CompletedTask;
        }
    }
}
