using System.Net;
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
        var notes = new string('n', 9_000);
        const int batches = 60;
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
        while (read < 10 && await reader.ReadLineAsync() is not null)
            read++;
        // The rest stays in the storage until the sockets' buffers have room: the number of pages read settles below the total.
        const int quietChecks = 6;
        var (settled, quiet) = (-1, 0);
        await Eventually.WaitForAsync(
            () =>
            {
                quiet = settled == Volatile.Read(ref pages) ? quiet + 1 : 0;
                settled = Volatile.Read(ref pages);
                return Task.FromResult(quiet == quietChecks);
            },
            () => $"{pages} pages"
        );
        while (await reader.ReadLineAsync() is not null)
            read++;
        Assert.Equal((batches * 50) + 1, read);
        Assert.True(settled < pages, $"all {pages} pages were read at once");
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

    private static async Task<List<JsonObject>> ExportAsync(HttpClient client)
    {
        var text = await client.GetStringAsync("/v1/me/export");
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }
}
