using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Capsule;

/// <summary>The report of a fault: what is in it, what is hidden, and whose it is.</summary>
public sealed class ReportTests(UsersFixture users, SharedEngine engine) : IClassFixture<UsersFixture>
{
    private const string Input =
        """{"sport":"running","start":"2026-06-01T10:00:00+02:00","elapsedSeconds":600,"name":"Mit Omä zum 12. Arzt","notes":"Knie tut weh"}""";

    private const string Track = """
        <gpx version="1.1" creator="Watch" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Home</name><type>running</type><trkseg>
        <trkpt lat="52.5163" lon="13.3777"><time>2026-06-01T06:30:00Z</time></trkpt>
        <trkpt lat="52.5145" lon="13.3501"><time>2026-06-01T06:40:12Z</time></trkpt></trkseg></trk></gpx>
        """;

    [Fact]
    public async Task It_has_the_requests_and_the_items_of_its_reporter_and_says_what_it_is()
    {
        var client = users.NewUser();
        await PutAsync(client, "one");
        await PutAsync(client, "two");
        var files = await ReportFile.MakeAsync(client, """{"title":"It is wrong","note":"I did this"}""");
        var index = JsonNode.Parse(files["capsule.json"])!;
        Assert.Equal(("It is wrong", "I did this", 1), ((string?)index["title"], (string?)index["note"], (int)index["format"]!));
        Assert.Equal(2, (long)index["change"]!);
        Assert.Equal("Development", (string?)index["environment"]);
        foreach (var part in index["files"]!.AsArray())
        {
            var content = files[(string)part!["name"]!];
            Assert.Equal(
                (content.Length, Convert.ToHexStringLower(SHA256.HashData(content))),
                ((int)part["bytes"]!, (string?)part["sha256"])
            );
        }
        Assert.Equal(["capsule.json", "environment.json", "requests.ndjson", "table.ndjson"], files.Keys.Order(StringComparer.Ordinal));
        var requests = ReportFile.Lines(files["requests.ndjson"]);
        Assert.Equal(
            ["PUT /v1/activities/one 201", "PUT /v1/activities/two 201"],
            requests.Select(one => $"{one["request"]!["method"]} {one["request"]!["target"]} {one["response"]!["status"]}")
        );
        var places = requests.SelectMany(one => new[] { (long)one["began"]!, (long)one["ended"]! }).ToList();
        Assert.Equal(places.Distinct().Order(), places);
        var items = ReportFile.Lines(files["table.ndjson"]);
        Assert.Equal(
            ["activity#one", "activity#two", "changes"],
            items.Select(item => (string?)item["itemId"]!["S"]).Order(StringComparer.Ordinal)
        );
        Assert.NotNull(JsonNode.Parse(files["environment.json"])!["storage"]);
    }

    [Fact]
    public async Task Of_a_user_who_writes_all_the_time_the_items_are_those_of_one_change()
    {
        var client = users.NewUser();
        await PutAsync(client, "first");
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(writer => WriteAsync(writer, stop.Token)).ToList();
        try
        {
            for (var report = 0; report < 3; report++)
            {
                var files = await ReportFile.MakeAsync(client);
                var items = ReportFile.Lines(files["table.ndjson"]);
                var last = long.Parse(
                    (string)items.Single(item => (string?)item["itemId"]!["S"] == "changes")["lastChange"]!["N"]!,
                    CultureInfo.InvariantCulture
                );
                Assert.Equal(last, (long)JsonNode.Parse(files["capsule.json"])!["change"]!);
                Assert.Equal(last, items.Max(item => long.Parse((string?)item["changeNumber"]?["N"] ?? "0", CultureInfo.InvariantCulture)));
                // Nothing is written twice.
                Assert.Equal(last, items.Count - 1);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }

        async Task WriteAsync(int writer, CancellationToken stopped)
        {
            for (var number = 0; !stopped.IsCancellationRequested; number++)
                await PutAsync(client, $"of-{writer}-{number}", new DateTime(2026, 6, 1).AddHours((4 * number) + writer));
        }
    }

    /// <summary>Of a transaction, the counter can be seen before the item.</summary>
    [Fact]
    public async Task An_item_that_its_counter_has_already_is_waited_for()
    {
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = new ApiFixture(engine).WithIssuer(users.Issuer).WithStorage(storage);
        await api.InitializeAsync();
        using var client = api.CreateClient(users.Issuer.Token($"user-{Guid.NewGuid():N}"));
        var reads = 0;
        var (isAsked, isSeen) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var torn = new TornTransactions(storage)
        {
            Delay = () =>
            {
                isAsked.TrySetResult();
                return isSeen.Task;
            },
        };
        var put = PutAsync(client, "one");
        await isAsked.Task;
        // The first reads all; the next ones what is missing.
        storage.BeforeQuery = _ =>
        {
            if (++reads == 3)
                isSeen.TrySetResult();
            return Task.CompletedTask;
        };
        var files = await ReportFile.MakeAsync(client);
        isSeen.TrySetResult();
        await put;
        Assert.Contains(ReportFile.Lines(files["table.ndjson"]), item => (string?)item["itemId"]!["S"] == "activity#one");
    }

    [Fact]
    public async Task What_a_person_wrote_and_who_it_was_is_in_no_file()
    {
        var (user, client) = NewUser();
        await PutAsync(client, "one");
        using var wrong = await client.PutAsync(
            "/v1/activities/two",
            new StringContent(
                """{"sport":"running","elapsedSeconds":600,"device":"Omas Uhr","x":"Freier Text"}""",
                Encoding.UTF8,
                "application/json"
            ),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var files = await ReportFile.MakeAsync(client, """{"title":"x"}""");
        var token = client.DefaultRequestHeaders.Authorization!.Parameter!;
        ReportFile.HasNot(files, "Arzt", "Omä", "Knie", "tut weh", "Omas", "Freier", user, token);
        // The same text is hidden by the same one, of its length and kind of characters, wherever it is.
        var stored = ReportFile.Lines(files["table.ndjson"]).Single(item => item["name"] is not null);
        var sent = ReportFile.Lines(files["requests.ndjson"])[0];
        var hiddenName = (string)stored["name"]!["S"]!;
        Assert.Matches(@"^[A-Z][a-z]{2} [A-Z][a-z][à-ï] [a-z]{3} \d\d\. [A-Z][a-z]{3}$", hiddenName);
        Assert.Equal(hiddenName, (string?)sent["request"]!["body"]!["json"]!["name"]);
        Assert.Equal(hiddenName, (string?)sent["response"]!["body"]!["json"]!["name"]);
        Assert.Contains(hiddenName, sent["storage"]!.ToJsonString(ReportFile.Plain), StringComparison.Ordinal);
        Assert.Equal("running", (string?)stored["sport"]!["S"]);
        Assert.Equal("user-1", (string?)stored["userId"]!["S"]);
    }

    [Fact]
    public async Task Nothing_of_another_user_is_in_it()
    {
        var (other, bob) = NewUser();
        await PutAsync(bob, "of-bob");
        var client = users.NewUser();
        await PutAsync(client, "mine");
        var files = await ReportFile.MakeAsync(client, """{"title":"x"}""");
        Assert.All(files, file =>
            Assert.False(file.Value.AsSpan().IndexOf("of-bob"u8) >= 0 || file.Value.AsSpan().IndexOf(Encoding.ASCII.GetBytes(other)) >= 0)
        );
    }

    [Fact]
    public async Task It_says_beforehand_what_will_be_in_it()
    {
        var client = users.NewUser();
        await PutAsync(client, "one");
        var preview = (await client.GetFromJsonAsync<JsonObject>(Routes.Report, TestContext.Current.CancellationToken))!;
        Assert.Equal((1, 2, true), ((int)preview["requests"]!, (int)preview["items"]!, (bool)preview["isRecorded"]!));
        Assert.NotNull(preview["since"]);
        Assert.Contains("no copy", (string)preview["readers"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_uploaded_recording_is_in_it_only_if_its_bytes_are_sent_again()
    {
        var client = users.NewUser();
        var track = Encoding.UTF8.GetBytes(Track);
        using (var content = new ByteArrayContent(track))
        {
            content.Headers.ContentType = new("application/gpx+xml");
            using var response = await client.PostAsync(Routes.ActivityImport, content, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(track));
        var preview = (await client.GetFromJsonAsync<JsonObject>(Routes.Report, TestContext.Current.CancellationToken))!;
        var upload = Assert.Single(preview["uploads"]!.AsArray())!;
        Assert.Equal(
            ("application/gpx+xml", track.Length, hash),
            ((string?)upload["mediaType"], (int)upload["bytes"]!, (string?)upload["sha256"])
        );
        var without = await ReportFile.MakeAsync(client, """{"title":"x"}""");
        Assert.All(without.Values, content => Assert.True(content.AsSpan().IndexOf("52.5163"u8) < 0));
        var body = ReportFile.Lines(without["requests.ndjson"])[0]["request"]!["body"]!;
        Assert.Equal((track.Length, hash), ((int)body["length"]!, (string?)body["sha256"]));
        var with = await ReportFile.MakeAsync(client, $$"""{"title":"x","uploads":["{{Convert.ToBase64String(track)}}"]}""");
        Assert.Equal(track, with[$"uploads/{hash}"]);
        Assert.Contains(JsonNode.Parse(with["capsule.json"])!["files"]!.AsArray(), part =>
            (string?)part!["name"] == $"uploads/{hash}" && (string?)part["sha256"] == hash
        );
        using var refused = await client.PostAsync(
            Routes.Report,
            Json($$"""{"title":"x","uploads":["{{Convert.ToBase64String(track)}}","AAAA"]}"""),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(["/uploads/1"], (await refused.ProblemAsync(422, "unknown-upload"))["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task It_is_a_file_that_nobody_keeps()
    {
        using var response = await users
            .NewUser()
            .PostAsync(Routes.Report, Json("""{"title":"x"}"""), TestContext.Current.CancellationToken);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var disposition = response.Content.Headers.ContentDisposition!;
        Assert.Equal("attachment", disposition.DispositionType);
        Assert.Matches(@"^fitness-report-\d{8}T\d{6}Z\.zip$", disposition.FileName);
    }

    [Fact]
    public async Task A_user_can_make_a_few()
    {
        var client = users.NewUser();
        for (var report = 0; report < 6; report++)
            Assert.NotEmpty(await ReportFile.MakeAsync(client, """{"title":"x"}"""));
        using var refused = await client.PostAsync(Routes.Report, Json("""{"title":"x"}"""), TestContext.Current.CancellationToken);
        await refused.ProblemAsync(429, "too-many-requests");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 100);
        Assert.NotEmpty(await ReportFile.MakeAsync(users.NewUser(), """{"title":"x"}"""));
    }

    [Theory]
    [InlineData("{}", "title")]
    [InlineData("""{"title":""}""", "title")]
    [InlineData("""{"title":"x","notes":"x"}""", "notes")]
    [InlineData("""{"title":"x","uploads":["%"]}""", "uploads")]
    [InlineData("""{"title":"x","uploads":[null]}""", "uploads")]
    [InlineData("""{"title":"x","uploads":["","","","","",""]}""", "uploads")]
    public async Task What_is_wrong_with_it_is_said(string body, string field)
    {
        using var response = await users.NewUser().PostAsync(Routes.Report, Json(body), TestContext.Current.CancellationToken);
        Assert.NotNull((await response.ProblemAsync(400, "invalid-request"))["errors"]![field]);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static Task PutAsync(HttpClient client, string id) => PutAsync(client, id, new DateTime(2026, 6, 1, 10, 0, 0));

    private static async Task PutAsync(HttpClient client, string id, DateTime start)
    {
        var activity = Input.Replace("2026-06-01T10:00:00", $"{start:s}", StringComparison.Ordinal);
        using var response = await client.PutAsync($"/v1/activities/{id}", Json(activity), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private (string User, HttpClient Client) NewUser()
    {
        var user = $"user-{Guid.NewGuid():N}";
        return (user, users.CreateClient(users.Issuer.Token(user)));
    }
}
