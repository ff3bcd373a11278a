using System.Diagnostics;
using System.Net;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Changes;

/// <summary>Devices that write while others sync: in the end, the syncing devices know exactly what is stored.</summary>
public sealed class ConcurrentChangesTests(SharedEngine engine)
{
    private const int Writers = 4;
    private const int Syncers = 4;
    private const int Processes = 3;
    private const int Ids = 15;
    private static readonly int WritesEach = LongForm.Times(30, inLongForm: 600);

    [Fact]
    public async Task Nobody_misses_a_change_while_others_write()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        await RunAsync([api.Client]);
    }

    [Fact]
    public async Task Nobody_misses_a_change_of_a_transaction_that_is_applied_item_by_item()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = new ApiFixture(engine).WithStorage(storage);
        using var torn = new TornTransactions(storage);
        await api.InitializeAsync();
        await RunAsync([api.Client]);
        // Those who wait for each other share transactions.
        Assert.True(torn.Count > WritesEach / 2, $"only {torn.Count} transactions were torn");
    }

    [Fact]
    public async Task Nobody_misses_a_change_while_several_processes_write_in_conflict_and_everything_is_erased()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        using var torn = new TornTransactions(storage);
        var tear = storage.InsteadOfTransaction!;
        var conflicts = 0;
        storage.InsteadOfTransaction = request =>
        {
            if (Random.Shared.Next(5) > 0)
                return tear(request);
            Interlocked.Increment(ref conflicts);
            throw HookedDynamoDBClient.Canceled(["TransactionConflict", .. request.TransactItems.Skip(1).Select(_ => "None")]);
        };
        var apis = new List<ApiFixture>();
        try
        {
            for (var process = 0; process < Processes; process++)
            {
                var api = new ApiFixture(engine).WithStorage(storage);
                if (process > 0)
                    api.With(SettingNames.Table, apis[0].Table);
                await api.InitializeAsync();
                apis.Add(api);
            }
            await RunAsync(apis.ConvertAll(api => api.Client), erases: true);
        }
        finally
        {
            foreach (var api in apis)
                await api.DisposeAsync();
        }
        Assert.True(conflicts > WritesEach / 2, $"only {conflicts} conflicts");
    }

    private static async Task RunAsync(List<HttpClient> clients, bool erases = false)
    {
        var begin = Stopwatch.GetTimestamp();
        var writes = 0;
        using var written = new CancellationTokenSource();
        var syncing = Enumerable
            .Range(0, Syncers)
            .Select(syncer => SyncAsync(clients[syncer % clients.Count], syncer, erases, written.Token))
            .ToList();
        var writing = Enumerable
            .Range(0, Writers * clients.Count)
            .Select(writer => WriteAsync(clients[writer % clients.Count], writer, erases, () => Interlocked.Increment(ref writes)))
            .ToList();
        if (erases)
        {
            await Eventually.WaitForAsync(
                () => Task.FromResult(Volatile.Read(ref writes) > writing.Count * WritesEach / 2),
                () => "nobody writes"
            );
            using var erased = await clients[0].DeleteAsync(new Uri("/v1/me", UriKind.Relative), CancellationToken.None);
            Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        }
        await Task.WhenAll(writing);
        await written.CancelAsync();
        var known = await Task.WhenAll(syncing);

        var stored = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using (var response = await clients[0].GetAsync("/v1/activities?limit=200"))
        {
            foreach (var item in (await response.JsonAsync())["items"]!.AsArray())
                stored[(string)item!["id"]!] = item.ToJsonString();
        }
        foreach (var (activities, _, _) in known)
            Assert.Equal(stored, activities);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{writing.Count} writers in {clients.Count} processes, {writes} writes, {Syncers} devices, {known.Sum(device => device.Syncs)} syncs, {known.Sum(device => device.Changes)} changes read, {Stopwatch.GetElapsedTime(begin).TotalSeconds:F1} s"
        );
    }

    private static async Task WriteAsync(HttpClient client, int writer, bool erases, Action wrote)
    {
        var random = new Random(writer);
        for (var number = 0; number < WritesEach; number++)
        {
            var id = $"a{random.Next(Ids)}";
            using var response = random.Next(5) switch
            {
                0 => await client.DeleteActivityAsync(id),
                1 => await client.SendAsync(HttpMethod.Post, "/v1/activities/batch", $$"""{"items":[{{Item(id)}},{{Item("b" + id)}}]}"""),
                _ => await client.PutAsync(id, Body(writer, number), ("If-Match", "*")) is var put
                && put.StatusCode == HttpStatusCode.PreconditionFailed
                    ? await client.PutAsync(id, Body(writer, number), ("If-None-Match", "*"))
                    : put,
            };
            // 412: another writer created it in the meantime.
            Assert.True(
                response.IsSuccessStatusCode
                    || (int)response.StatusCode == 412
                    || (erases && response.StatusCode == HttpStatusCode.Conflict),
                $"{response.StatusCode}"
            );
            wrote();
        }

        string Item(string id) => $$"""{"id":"{{id}}","ifMatch":"*",{{Body(writer, random.Next())[1..]}}""";
    }

    private static string Body(int writer, int number) =>
        $$"""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":60,"name":"{{writer}}-{{number}}"}""";

    private static async Task<(SortedDictionary<string, string> Activities, int Syncs, int Changes)> SyncAsync(
        HttpClient client,
        int syncer,
        bool erases,
        CancellationToken written
    )
    {
        var activities = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var (syncs, changes) = (0, 0);
        string? token = null;
        // One more complete sync after the last write.
        for (var last = false; !last || syncs == 0; )
        {
            last = written.IsCancellationRequested;
            // Every other one begins anew each time, with the list.
            if (syncer % 2 > 0 && !last)
                token = await BeginAsync(client, activities) ?? token;
            for (var more = true; more; syncs++)
            {
                using var response = await client.GetAsync(
                    $"/v1/activities/changes?limit={3 + (syncer * 20)}{(token is null ? "" : $"&token={token}")}",
                    CancellationToken.None
                );
                if (erases && response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.Gone)
                {
                    // Everything is being erased, or has been: then the device begins anew.
                    if (response.StatusCode == HttpStatusCode.Gone)
                        activities.Clear();
                    token = response.StatusCode == HttpStatusCode.Gone ? null : token;
                    continue;
                }
                var page = await response.JsonAsync();
                foreach (var change in page["changes"]!.AsArray())
                {
                    changes++;
                    if ((string?)change!["kind"] == "delete")
                        activities.Remove((string)change["id"]!);
                    else
                        activities[(string)change["id"]!] = change["activity"]!.ToJsonString();
                }
                (token, more) = ((string)page["nextToken"]!, (bool)page["hasMore"]!);
            }
        }
        return (activities, syncs, changes);
    }

    /// <summary>Takes a token for what changes from now on, and then reads the list by pages; null while everything is being erased.</summary>
    private static async Task<string?> BeginAsync(HttpClient client, SortedDictionary<string, string> activities)
    {
        using var latest = await client.GetAsync("/v1/activities/changes?token=latest", CancellationToken.None);
        if (latest.StatusCode == HttpStatusCode.Conflict)
            return null;
        var begin = await latest.JsonAsync();
        Assert.Empty(begin["changes"]!.AsArray());
        activities.Clear();
        for (var (path, more) = ("/v1/activities?limit=3", true); more; )
        {
            using var response = await client.GetAsync(path, CancellationToken.None);
            var page = await response.JsonAsync();
            foreach (var item in page["items"]!.AsArray())
                activities[(string)item!["id"]!] = item.ToJsonString();
            var cursor = (string?)page["nextCursor"];
            (path, more) = ($"/v1/activities?limit=3&cursor={cursor}", cursor is not null);
        }
        return (string)begin["nextToken"]!;
    }
}
