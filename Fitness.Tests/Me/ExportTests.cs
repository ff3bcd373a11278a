using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Me;

public sealed class ExportTests(SharedEngine engine) : UserDataTests(engine)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_export_has_every_item_of_the_caller_and_none_of_others()
    {
        await using var api = await StartAsync(now: Now);
        using var ann = api.CreateClient(Token("ann"));
        using var bob = api.CreateClient(Token("bob"));
        await FillAsync(ann);
        using (await bob.PutAsync("bobs", Run)) { }
        var lines = await ExportAsync(ann);
        Assert.Equal(
            ["activity", "activity", "activity", "changeCounter", "idempotencyRecord", "tombstone"],
            lines.Select(line => (string)line["kind"]!).Order(StringComparer.Ordinal)
        );
        Assert.Equal("gone", (string?)lines.Single(line => (string)line["kind"]! == "tombstone")["id"]);
        Assert.Equal("key", (string?)lines.Single(line => (string)line["kind"]! == "idempotencyRecord")["key"]);
        using var get = await ann.GetActivityAsync("a");
        Assert.Equal(
            (await get.JsonAsync()).ToJsonString(),
            lines.Single(line => (string?)line["activity"]?["id"] == "a")["activity"]!.ToJsonString()
        );
        Assert.Single(lines, line => line.ToJsonString().Contains("\"lastChange\":5", StringComparison.Ordinal));
        Assert.Equal(2, (await ExportAsync(bob)).Count);

        // Expired items are left out, although the engine still holds them.
        api.Clock!.Advance(TimeSpan.FromDays(92));
        using var later = api.CreateClient(Token("ann"));
        Assert.Equal(
            ["activity", "activity", "activity", "changeCounter"],
            (await ExportAsync(later)).Select(line => (string)line["kind"]!).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task An_export_reads_no_further_than_the_client_does()
    {
        Engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(Engine);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(Token("ann"));
        // In JSON each of these characters is an escape of six: a page of the storage becomes two megabytes on the wire.
        var notes = new string('漢', 9_500);
        const int batches = 8;
        for (var batch = 0; batch < batches; batch++)
        {
            var items = Enumerable
                .Range(0, 50)
                .Select(number =>
                    $$"""{"id":"b{{batch}}-{{number}}","sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"notes":"{{notes}}"}"""
                );
            using var response = await ann.SendAsync(
                HttpMethod.Post,
                "/v1/activities/batch",
                $$"""{"items":[{{string.Join(',', items)}}]}"""
            );
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        using (await ann.PutAsync("short", Run)) { }
        var pages = 0;
        storage.BeforeQuery = _ =>
        {
            Interlocked.Increment(ref pages);
            return Task.CompletedTask;
        };
        // What the client does not read stays in the storage, but for what fits into the buffers on the way; the client's is small.
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = ann.BaseAddress };
        client.DefaultRequestHeaders.Authorization = ann.DefaultRequestHeaders.Authorization;
        using var export = await client.GetAsync("/v1/me/export", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("application/x-ndjson", export.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await export.Content.ReadAsStreamAsync());
        var read = 0;
        var atFirst = await PagesWhenItWaitsAsync();
        // It waits for the client and for nothing else: when the client reads, it goes on, and waits again.
        while (Volatile.Read(ref pages) == atFirst && await reader.ReadLineAsync() is not null)
            read++;
        var later = await PagesWhenItWaitsAsync();
        while (await reader.ReadLineAsync() is not null)
            read++;
        Assert.Equal((batches * 50) + 2, read);
        Assert.True(atFirst < later && later < pages, $"{atFirst} pages, {later} when the client had read on, {pages} in all");

        // How many pages it has read when it reads no more, although the same storage serves another call of the same user again and again.
        async Task<int> PagesWhenItWaitsAsync()
        {
            const int otherCalls = 50;
            var (settled, since) = (-1, 0);
            await Eventually.WaitForAsync(
                async () =>
                {
                    for (var call = 0; call < otherCalls / 5; call++)
                    {
                        using var get = await ann.GetActivityAsync("short");
                        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
                        since = settled == Volatile.Read(ref pages) ? since + 1 : 0;
                        settled = Volatile.Read(ref pages);
                    }
                    return since >= otherCalls;
                },
                () => $"{pages} pages"
            );
            return settled;
        }

        static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 * 1024 };
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
    }

    [Fact]
    public async Task A_storage_that_fails_on_the_way_breaks_the_export_off_instead_of_ending_it()
    {
        Engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(Engine);
        var log = new CountingLog();
        await using var api = await StartAsync(storage, log);
        using var ann = api.CreateClient(Token("ann"));
        await FillAsync(ann);
        var pages = 0;
        storage.BeforeQuery = request =>
        {
            request.Limit = 2;
            return ++pages < 3 ? Task.CompletedTask : throw HookedDynamoDBClient.Away();
        };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => ann.GetStringAsync("/v1/me/export"));
        Assert.Single(log.Lines, line => line.Contains("export broke off", StringComparison.Ordinal));
        Assert.All(log.Lines, line => Assert.DoesNotContain('\n', line));
        pages = 3;
        using var atOnce = await ann.GetAsync("/v1/me/export");
        await atOnce.ProblemAsync(503, "storage-unavailable");
    }

    [Fact]
    public async Task Without_its_body_an_export_reads_a_page_at_most_to_see_whether_it_can_begin()
    {
        Engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(Engine);
        await using var api = await StartAsync(storage);
        using var ann = api.CreateClient(Token("ann"));
        await FillAsync(ann);
        var pages = 0;
        storage.BeforeQuery = request =>
        {
            request.Limit = 2;
            pages++;
            return Task.CompletedTask;
        };
        using var head = await ann.SendAsync(HttpMethod.Head, "/v1/me/export");
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("application/x-ndjson", head.Content.Headers.ContentType?.MediaType);
        Assert.Equal(1, pages);
        storage.BeforeQuery = _ => throw HookedDynamoDBClient.Away();
        using var away = await ann.SendAsync(HttpMethod.Head, "/v1/me/export");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
    }

    private static async Task<List<JsonObject>> ExportAsync(HttpClient client)
    {
        var text = await client.GetStringAsync("/v1/me/export");
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }
}
