using System.Net;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Batch;

public sealed class BatchTests(SharedEngine engine, UsersFixture users) : IClassFixture<UsersFixture>
{
    [Fact]
    public async Task Each_item_is_answered_as_by_put_in_its_place()
    {
        using var client = users.NewUser();
        using var there = await client.PutAsync("there", Run);
        using var same = await client.PutAsync("same", Run);
        var results = await SendAsync(
            client,
            Item("new"),
            Item("same"),
            Item("there", 7),
            Item("there2", 7, "*"),
            """{"id":"wrong","sport":"x","elapsedSeconds":-1,"start":"2026-11-01T07:30:00Z","foo":1}""",
            """{"sport":"running"}""",
            "7",
            Item("bad id"),
            Item("changes"),
            Item("new2", 1, "unquoted"),
            """{"id":"\ud800"}""",
            """{"\ud800":1}"""
        );
        Assert.Equal([201, 200, 428, 412, 400, 400, 400, 400, 400, 400, 400, 400], Statuses(results));
        Assert.Equal(
            ["new", "same", "there", "there2", "wrong", null, null, "bad id", "changes", "new2", null, null],
            results.Select(result => (string?)result["id"])
        );
        Assert.Equal("/problems/if-match-required", (string?)results[2]["problem"]!["type"]);
        Assert.Equal(["elapsedSeconds", "foo", "sport"], results[4]["problem"]!["errors"]!.AsObject().Select(error => error.Key).Order());
        Assert.True(results[9]["problem"]!["errors"]!.AsObject().ContainsKey("ifMatch"));
        Assert.False(results[0].ContainsKey("problem"));
        Assert.False(results[2].ContainsKey("activity"));
        using var get = await client.GetActivityAsync("new");
        Assert.Equal(results[0]["activity"]!.ToJsonString(), (await get.JsonAsync()).ToJsonString());
    }

    [Fact]
    public async Task An_item_with_the_current_etag_replaces()
    {
        using var client = users.NewUser();
        using var put = await client.PutAsync("a", Run);
        var results = await SendAsync(client, Item("a", 7, put.ETag()), Item("b", 7));
        Assert.Equal([200, 201], Statuses(results));
        Assert.Equal(2, (int)results[0]["activity"]!["version"]!);
        Assert.Equal([412], Statuses(await SendAsync(client, Item("a", 8, put.ETag()))));
    }

    [Fact]
    public async Task A_hundred_items_take_as_few_requests_as_DynamoDB_allows_and_a_retry_changes_nothing()
    {
        using var client = users.NewUser();
        var items = Enumerable.Range(0, 100).Select(number => Item($"a{number}")).ToArray();
        // A transaction can have 100 items, and one of them is the counter.
        Assert.Equal(
            ["BatchGetItem", "Query", "TransactWriteItems", "BatchGetItem", "Query", "TransactWriteItems"],
            await StorageRequests.OfAsync(users, () => PostAsync(client, items))
        );
        Assert.Equal(["BatchGetItem", "BatchGetItem"], await StorageRequests.OfAsync(users, () => PostAsync(client, items)));
        Assert.Equal(
            ["BatchGetItem", "Query", "TransactWriteItems"],
            await StorageRequests.OfAsync(users, () => PostAsync(client, [.. items.Take(98), Item("more")]))
        );

        var before = await SyncedAsync(client);
        var results = await SendAsync(client, items);
        Assert.All(Statuses(results), status => Assert.Equal(200, status));
        Assert.All(results, result => Assert.Equal(1, (int)result["activity"]!["version"]!));
        Assert.Equal(before, await SyncedAsync(client));
    }

    [Fact]
    public async Task Items_with_one_id_are_refused_by_index_and_the_others_stored()
    {
        using var client = users.NewUser();
        var results = await SendAsync(client, Item("a"), Item("twice", 1), Item("b"), Item("twice", 2));
        Assert.Equal([201, 400, 201, 400], Statuses(results));
        foreach (var index in new[] { 1, 3 })
            Assert.Contains("items[1], items[3]", results[index]["problem"]!["errors"]!["id"]!.ToJsonString(), StringComparison.Ordinal);
        using var get = await client.GetActivityAsync("twice");
        Assert.Equal(HttpStatusCode.NotFound, get.StatusCode);
    }

    [Theory]
    [InlineData("""{}""", "items")]
    [InlineData("""{"items":[]}""", "items")]
    [InlineData("""{"items":{}}""", "items")]
    [InlineData("""{"items":[{}],"more":1}""", "more")]
    [InlineData("""[]""", "")]
    public async Task A_wrong_batch_is_refused_as_a_whole(string body, string field)
    {
        using var client = users.NewUser();
        using var response = await client.SendAsync(HttpMethod.Post, "/v1/activities/batch", body);
        Assert.True((await response.ProblemAsync(400, "invalid-request"))["errors"]!.AsObject().ContainsKey(field));
    }

    [Fact]
    public async Task More_than_a_hundred_items_are_refused()
    {
        using var client = users.NewUser();
        using var response = await PostAsync(client, [.. Enumerable.Range(0, 101).Select(number => Item($"a{number}"))]);
        await response.ProblemAsync(400, "invalid-request");
    }

    [Fact]
    public async Task A_hundred_items_with_the_longest_texts_fit()
    {
        using var client = users.NewUser();
        var notes = new string('ü', 10_000);
        var results = await SendAsync(
            client,
            [
                .. Enumerable
                    .Range(0, 100)
                    .Select(number => Item($"a{number}").Replace("}", $",\"notes\":\"{notes}\"}}", StringComparison.Ordinal)),
            ]
        );
        Assert.All(Statuses(results), status => Assert.Equal(201, status));
    }

    [Fact]
    public async Task Items_that_DynamoDB_leaves_unprocessed_are_read_again()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        var left = 3;
        storage.AfterBatchGet = (request, response) =>
        {
            if (left-- <= 0)
                return response;
            var (table, keys) = request.RequestItems.Single();
            response.UnprocessedKeys = new()
            {
                [table] = new KeysAndAttributes { Keys = keys.Keys[^2..], ConsistentRead = true },
            };
            response.Responses[table].RemoveAll(item => keys.Keys[^2..].Any(key => key["itemId"].S == item["itemId"].S));
            return response;
        };
        Assert.Equal([201, 201, 201], Statuses(await SendAsync(api.Client, Item("a"), Item("b"), Item("c"))));
    }

    [Fact]
    public async Task An_item_that_stays_unread_is_503_alone()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        storage.AfterBatchGet = (request, response) =>
        {
            var (table, keys) = request.RequestItems.Single();
            var lost = keys.Keys.Where(key => key["itemId"].S == "activity#b").ToList();
            if (lost.Count > 0)
                response.UnprocessedKeys = new()
                {
                    [table] = new KeysAndAttributes { Keys = lost, ConsistentRead = true },
                };
            return response;
        };
        var results = await SendAsync(api.Client, Item("a"), Item("b"), Item("c"));
        Assert.Equal([201, 503, 201], Statuses(results));
        Assert.Equal("/problems/storage-unavailable", (string?)results[1]["problem"]!["type"]);
    }

    [Fact]
    public async Task An_item_that_DynamoDB_throttles_is_tried_again_and_in_the_end_503_alone()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        storage.InsteadOfTransaction = request =>
        {
            var codes = request.TransactItems.ConvertAll(item => item.Put.Item["itemId"].S == "activity#b" ? "ThrottlingError" : "None");
            return !codes.Contains("ThrottlingError")
                ? Task.FromResult<TransactWriteItemsResponse?>(null)
                : throw HookedDynamoDBClient.Canceled(codes);
        };
        Assert.Equal([201, 503, 201], Statuses(await SendAsync(api.Client, Item("a"), Item("b"), Item("c"))));
        using var b = await api.Client.GetActivityAsync("b");
        Assert.Equal(HttpStatusCode.NotFound, b.StatusCode);
    }

    [Fact]
    public async Task Conflicts_with_another_write_of_the_same_user_are_no_trouble_with_an_item()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        var times = 0;
        storage.InsteadOfTransaction = request =>
            times++ == 12
                ? Task.FromResult<TransactWriteItemsResponse?>(null)
                : throw HookedDynamoDBClient.Canceled(request.TransactItems.Select(_ => "TransactionConflict"));
        Assert.Equal([201], Statuses(await SendAsync(api.Client, Item("a"))));
    }

    [Fact]
    public async Task What_needed_no_write_is_answered_although_the_storage_takes_none()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = await StartAsync(storage);
        using var put = await api.Client.PutAsync("same", Run);
        storage.InsteadOfTransaction = _ => throw HookedDynamoDBClient.Away();
        Assert.Equal([200, 503], Statuses(await SendAsync(api.Client, Item("same"), Item("new"))));
    }

    private static string Item(string id, int seconds = 1800, string? ifMatch = null) =>
        $$"""{"id":"{{id}}",{{(ifMatch is null ? "" : $"\"ifMatch\":{System.Text.Json.JsonSerializer.Serialize(ifMatch)},")}}"sport":"running","start":"2026-11-01T07:30:00+01:00","elapsedSeconds":{{seconds}}}""";

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, params string[] items) =>
        client.SendAsync(HttpMethod.Post, "/v1/activities/batch", $$"""{"items":[{{string.Join(',', items)}}]}""");

    private static async Task<List<JsonObject>> SendAsync(HttpClient client, params string[] items)
    {
        using var response = await PostAsync(client, items);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var results = (await response.JsonAsync())["results"]!.AsArray();
        Assert.Equal(items.Length, results.Count);
        return [.. results.Select(result => result!.AsObject())];
    }

    private static IEnumerable<int> Statuses(List<JsonObject> results) => results.Select(result => (int)result["status"]!);

    private static Task<string> SyncedAsync(HttpClient client) =>
        client.GetStringAsync("/v1/activities?limit=200", TestContext.Current.CancellationToken);

    private async Task<ApiFixture> StartAsync(HookedDynamoDBClient storage)
    {
        var api = new ApiFixture(engine).WithStorage(storage);
        await api.InitializeAsync();
        return api;
    }
}
