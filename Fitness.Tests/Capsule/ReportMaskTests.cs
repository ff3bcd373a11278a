using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Activities;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Capsule;

/// <summary>What a client can say anywhere in a request does not get into a report as it was said.</summary>
public sealed class ReportMaskTests(UsersFixture users) : IClassFixture<UsersFixture>
{
    private const string Valid = "\"sport\":\"running\",\"start\":\"2026-06-01T10:00:00+02:00\",\"elapsedSeconds\":600";

    [Theory]
    [InlineData("""{VALID,"name":"SECRET"}""")]
    [InlineData("""{VALID,"name":["SECRET"]}""")]
    [InlineData("""{VALID,"name":{"S":"SECRET"}}""")]
    [InlineData("""{VALID,"name":{"B":"SECRET"}}""")]
    [InlineData("""{VALID,"name":{"N":"SECRET"}}""")]
    [InlineData("""{VALID,"title":"SECRET"}""")]
    [InlineData("""{VALID,"type":"SECRET"}""")]
    [InlineData("""{VALID,"kind":"SECRET"}""")]
    [InlineData("""{VALID,"from":"SECRET"}""")]
    [InlineData("""{VALID,"stream":"SECRET"}""")]
    [InlineData("""{VALID,"ConditionExpression":"SECRET"}""")]
    [InlineData("""{VALID,":x":"SECRET"}""")]
    [InlineData("""{VALID,"response":"SECRET"}""")]
    [InlineData("""{VALID,"errors":{"SECRET":"x"}}""")]
    [InlineData("""{VALID,"SECRET":"x"}""")]
    [InlineData("""{"sport":"SECRET","start":"SECRET","elapsedSeconds":600,"source":"SECRET"}""")]
    [InlineData("""{VALID,"name":"x","name":"SECRET"}""")]
    [InlineData("""{VALID,"name":"\ud800","notes":"SECRET"}""")]
    [InlineData("""{VALID,"notes":"SECRET""")]
    [InlineData("SECRET")]
    public async Task What_is_in_a_body(string body)
    {
        var client = users.NewUser();
        using var response = await client.PutAsync(
            "/v1/activities/one",
            new StringContent(
                body.Replace("VALID", Valid, StringComparison.Ordinal).Replace("SECRET", "Geheim", StringComparison.Ordinal),
                Encoding.UTF8,
                "application/json"
            ),
            TestContext.Current.CancellationToken
        );
        await HidesAsync(client, "Geheim");
    }

    [Fact]
    public async Task What_is_a_number_where_the_service_knows_none()
    {
        var client = users.NewUser();
        using var content = new StringContent(
            $"{{{Valid},\"phone\":491701234567890,\"contact\":{{\"id\":491701234567890,\"lines\":[4917.01234567890]}}}}",
            Encoding.UTF8,
            "application/json"
        );
        using var response = await client.PutAsync("/v1/activities/one", content, TestContext.Current.CancellationToken);
        await HidesAsync(client, "49170123", "01234567");
    }

    [Theory]
    [InlineData("Idempotency-Key", "Geheim-0815")]
    [InlineData("If-Match", "\"Geheim\"")]
    [InlineData("If-None-Match", "Geheim")]
    [InlineData("If-None-Match", "\"feedface0123\"")]
    [InlineData("Accept", "text/Geheim")]
    [InlineData("Sec-Fetch-Site", "Geheim")]
    [InlineData("Content-Encoding", "Geheim")]
    [InlineData("Origin", "https://geheim.example")]
    public async Task What_is_in_a_header(string name, string value)
    {
        var client = users.NewUser();
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.Activities)
        {
            Content = new StringContent($"{{{Valid}}}", Encoding.UTF8, "application/json"),
        };
        if (!request.Headers.TryAddWithoutValidation(name, value))
            request.Content.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await HidesAsync(client, "Geheim", "geheim", "feedface0123");
    }

    [Theory]
    [InlineData("GET", "/v1/activities?cursor=Geheim")]
    [InlineData("GET", "/v1/activities/changes?token=Geheim")]
    [InlineData("GET", "/v1/activities?sport=Geheim")]
    [InlineData("GET", "/v1/activities?after=Geheim&limit=Geheim")]
    [InlineData("GET", "/v1/activities?Geheim=1")]
    [InlineData("GET", "/v1/summaries?period=Geheim&from=Geheim")]
    [InlineData("POST", "/v1/activities/import?timezone=Geheim")]
    [InlineData("GET", "/v1/activities/das%20ist%20Geheim")]
    [InlineData("GET", "/v1/activities/%C3%9CberGeheim")]
    public async Task What_is_in_a_path_or_query(string method, string target)
    {
        var client = users.NewUser();
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        if (method == "POST")
            request.Content = new StringContent("<x/>", Encoding.UTF8, "application/gpx+xml");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await HidesAsync(client, "Geheim");
    }

    [Fact]
    public async Task What_the_service_quotes()
    {
        var client = users.NewUser();
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "text/geheim; boundary=Geheim");
        using var response = await client.PutAsync("/v1/activities/one", content, TestContext.Current.CancellationToken);
        await response.ProblemAsync(415, "unsupported-media-type");
        using var file = new StringContent("<Geheim></geheim>", Encoding.UTF8, "application/gpx+xml");
        using var unreadable = await client.PostAsync(Routes.ActivityImport, file, TestContext.Current.CancellationToken);
        await unreadable.ProblemAsync(422, "unreadable-file");
        await HidesAsync(client, "Geheim", "geheim");
    }

    [Theory]
    [InlineData("Gruß 😀🤰 an Ömä")]
    [InlineData("𝓢𝓮𝓬𝓻𝓮𝓽")]
    [InlineData("𠮷野家で会う")]
    [InlineData("e\u0301te\u0301")]
    [InlineData("☎ ½ Ⅳ ①")]
    [InlineData("abc")]
    [InlineData("7")]
    [InlineData("running")]
    public async Task A_text_of_any_kind_is_hidden_and_stays_as_long_and_valid(string name)
    {
        var client = users.NewUser();
        await PutAsync(client, "one", $$"""{{{Valid}},"name":"{{name}}","notes":"{{name}}"}""");
        var files = await ReportFile.MakeAsync(client);
        var sent = ReportFile.Lines(files["requests.ndjson"])[0]["request"]!["body"]!["json"]!;
        var hidden = (string)sent["name"]!;
        Assert.NotEqual(name, hidden);
        Assert.Equal((name.Length, hidden), (hidden.Length, (string?)sent["notes"]));
        // No half of a pair is left alone.
        Assert.Equal(hidden, Encoding.UTF8.GetString(new UTF8Encoding(false, true).GetBytes(hidden)));
        Assert.Equal("running", (string?)sent["sport"]);
        // The masked request is as good as the first.
        await PutAsync(client, "two", sent.ToJsonString());
    }

    [Fact]
    public async Task Cursors_are_called_by_their_order_everywhere_and_sync_tokens_are_made_anew()
    {
        var client = users.NewUser();
        await PutAsync(client, "one", $"{{{Valid}}}");
        await PutAsync(client, "two", $"{{{Valid}}}");
        var cursor = (string)(await GetAsync(client, "/v1/activities?limit=1"))["nextCursor"]!;
        await GetAsync(client, $"/v1/activities?limit=1&cursor={cursor}");
        var token = (string)(await GetAsync(client, "/v1/activities/changes"))["nextToken"]!;
        await GetAsync(client, $"/v1/activities/changes?token={token}");
        var files = await ReportFile.MakeAsync(client);
        ReportFile.HasNot(files, cursor, token);
        var requests = ReportFile.Lines(files["requests.ndjson"])[2..];
        var anew = (string)requests[2]["response"]!["body"]!["json"]!["nextToken"]!;
        Assert.Equal(
            [
                "/v1/activities?limit=1",
                "/v1/activities?limit=1&cursor=cursor-0001",
                "/v1/activities/changes",
                $"/v1/activities/changes?token={anew}",
            ],
            requests.Select(request => (string?)request["request"]!["target"])
        );
        Assert.Equal("cursor-0001", (string?)requests[0]["response"]!["body"]!["json"]!["nextCursor"]);
        Assert.NotEqual(token, anew);
    }

    [Fact]
    public async Task An_idempotency_key_is_hidden_by_the_same_one_in_the_header_and_the_table_and_its_answer_stays_JSON()
    {
        var client = users.NewUser();
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.Activities)
        {
            Content = new StringContent($$"""{{{Valid}},"name":"Geheim"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", "Arzt-2026");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var files = await ReportFile.MakeAsync(client);
        ReportFile.HasNot(files, "Arzt", "Geheim");
        var sent = ReportFile.Lines(files["requests.ndjson"])[0]["request"]!;
        var record = ReportFile.Lines(files["table.ndjson"]).Single(item => item["answer"] is not null);
        Assert.Equal($"idempotency#{sent["headers"]!["Idempotency-Key"]}", (string?)record["itemId"]!["S"]);
        Assert.Equal((string?)sent["body"]!["json"]!["name"], (string?)JsonNode.Parse((string)record["answer"]!["S"]!)!["name"]);
        // So a retry with what is in the report is one.
        Assert.Equal(
            IdempotencyKey.Fingerprint(sent["body"]!["json"]!.Deserialize(ActivityJson.Default.ActivityInput)!),
            (string?)record["bodyHash"]!["S"]
        );
    }

    [Fact]
    public async Task What_the_service_says_by_itself_stays_as_it_was()
    {
        var client = users.NewUser();
        var answers = new List<JsonNode>();
        (HttpMethod Method, string Target, string? Body)[] requests =
        [
            (HttpMethod.Put, "/v1/activities/one", $$"""{{{Valid}},"source":"device","distanceMeters":1000}"""),
            (HttpMethod.Put, "/v1/activities/one", $"{{{Valid}}}"),
            (HttpMethod.Get, "/v1/activities/one", null),
            (HttpMethod.Get, "/v1/activities/none", null),
            (HttpMethod.Get, "/v1/activities?sport=running&after=2026-01-01T00:00:00Z", null),
            (HttpMethod.Get, "/v1/summaries?period=month&from=2026-06-01&to=2026-06-30&sport=running", null),
            (HttpMethod.Get, "/v1/activities?limit=0", null),
            (HttpMethod.Post, Routes.ActivityBatch, $$"""{"items":[{"id":"two",{{Valid}}},{"id":"two",{{Valid}}},{"id":"three"}]}"""),
            (HttpMethod.Put, "/v1/activities/four", "{}"),
            (HttpMethod.Put, "/v1/activities/four", "{"),
        ];
        foreach (var (method, target, body) in requests)
        {
            using var request = new HttpRequestMessage(method, target);
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            answers.Add(JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
        }
        var files = await ReportFile.MakeAsync(client);
        var lines = ReportFile.Lines(files["requests.ndjson"]);
        Assert.Equal(
            requests.Select(request => $"{request.Method} {Uri.UnescapeDataString(request.Target)}"),
            lines.Select(line => $"{line["request"]!["method"]} {Uri.UnescapeDataString((string)line["request"]!["target"]!)}")
        );
        Assert.Equal(
            answers.Select(answer => answer.ToJsonString()),
            lines.Select(line => line["response"]!["body"]!["json"]!.ToJsonString())
        );
        Assert.All(lines, line => Assert.DoesNotMatch("[à-ï]|[一二三四五六七八九十]", line.ToJsonString(ReportFile.Plain)));
        Assert.Equal("/v1/activities/one", (string?)lines[0]["response"]!["headers"]!["Location"]);
        var items = ReportFile.Lines(files["table.ndjson"]);
        Assert.Equal(["activity#one", "changes"], items.Select(item => (string?)item["itemId"]!["S"]));
        // As it is stored: another case than in JSON.
        Assert.Equal("Device", (string?)items[0]["source"]!["S"]);
    }

    [Fact]
    public async Task A_user_whose_id_is_a_word_is_not_found_in_other_words()
    {
        var client = users.CreateClient(users.Issuer.Token("run"));
        await PutAsync(client, "one", $"{{{Valid}}}");
        var files = await ReportFile.MakeAsync(client);
        Assert.Equal("running", (string?)ReportFile.Lines(files["requests.ndjson"])[0]["request"]!["body"]!["json"]!["sport"]);
        Assert.Contains(ReportFile.Lines(files["table.ndjson"]), item => (string?)item["userId"]!["S"] == "user-1");
    }

    private static async Task HidesAsync(HttpClient client, params string[] secrets)
    {
        var files = await ReportFile.MakeAsync(client);
        Assert.NotEmpty(ReportFile.Lines(files["requests.ndjson"]));
        ReportFile.HasNot(files, secrets);
    }

    private static async Task PutAsync(HttpClient client, string id, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PutAsync($"/v1/activities/{id}", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string address) =>
        JsonNode.Parse(await client.GetStringAsync(address, TestContext.Current.CancellationToken))!;
}
