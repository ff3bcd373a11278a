using System.Text.Json;

namespace Fitness.Benchmarks.Calls;

/// <summary>A call of the API, and the bare one's beside it.</summary>
/// <param name="Name">How the command line names it; several may have the same.</param>
/// <param name="Title">The heading of its table.</param>
/// <param name="FindAsync">The two requests.</param>
internal sealed record Call(string Name, string Title, Func<Stage, Task<(Request Ours, Request Bare)>> FindAsync);

/// <summary>The calls that are measured. Whatever writes, writes other values each time.</summary>
internal static class CallList
{
    private const string Read = "read";
    private const string Sync = "sync";
    private static readonly string[] Writes = ["create", "replace", "import"];
    private const string Activity =
        """{"sport":"running","name":"Morning run","start":"{start}","elapsedSeconds":120,"distanceMeters":512.5,"averageHeartRate":148}""";
    private const string Gpx = "Content-Type:application/gpx+xml";

    public static IReadOnlyList<Call> All { get; } =
    [
        Of(Read, "GET /v1/activities/{id}", Request.Get($"{Routes.Activities}/1"), Request.Get(Routes.FirstActivity)),
        Of("list", "GET /v1/activities, 50 of them", Request.Get(Routes.Activities), Request.Get("/activities")),
        new(Sync, "GET /v1/activities/changes, nothing new", SyncAsync(Routes.ActivityChanges + "?token=latest", 1_000_000_000)),
        new(Sync, "GET /v1/activities/changes, a page of 100", SyncAsync(Routes.ActivityChanges + "?limit=100", 100)),
        Of(
            "summary",
            "GET /v1/summaries, 300 activities of a year by month",
            Request.Get($"{Routes.Summaries}?period=month&from=2026-01-01&to=2026-12-31"),
            Request.Get("/summaries?from=2026-01-01&to=2026-12-31")
        ),
        Of("create", "POST /v1/activities", Request.Post(Routes.Activities, Activity), Request.Post("/activities", Activity)),
        Of(
            "replace",
            "PUT /v1/activities/{id}, other values for one of 64",
            Request.Put(CallData.Replaced, CallData.Replacement, "If-Match:*"),
            Request.Put("/activities/replaced-{id}", CallData.Replacement)
        ),
        Of(
            "import",
            "POST /v1/activities/import, a new GPX file of 13 points",
            new Request("POST", Routes.ActivityImport, File, Gpx),
            new Request("POST", "/import", File, Gpx)
        ),
    ];

    /// <summary>The names, in the order of the tables.</summary>
    public static IEnumerable<string> Names => All.Select(call => call.Name).Distinct(StringComparer.Ordinal);

    /// <summary>What to send to whom.</summary>
    public static async Task<IReadOnlyList<Row>> RowsAsync(Call call, Stage stage)
    {
        var (ours, bare) = await call.FindAsync(stage);
        List<Row> rows =
        [
            .. stage.Ours.Select(service => new Row(service.Name, service, ours)),
            .. stage.Bare.Select(service => new Row(service.Name, service, bare)),
        ];
        if (Writes.Contains(call.Name, StringComparer.Ordinal))
            rows.Add(new Row(Stage.OursOfUsers, stage.Checked, ours with { Headers = [.. ours.Headers, .. stage.Tokens] }));
        if (call.Name != Read)
            return rows;
        rows.Add(new Row("ours, with an RS256 token", stage.Checked, ours with { Headers = [stage.DemoToken] }));
        rows.Add(new Row("ours, the story's answer", stage.Ours[0], bare));
        rows.Add(new Row("ours, without storage", stage.Ours[0], Request.Get($"{Routes.Problems}/not-found")));
        rows.Add(new Row("bare, without storage", stage.Bare[0], Request.Get("/nothing")));
        if (stage.Ruby is { } ruby)
            rows.Add(new Row(ruby.Name, ruby, bare));
        rows.Add(new Row(stage.Engine.Name, stage.Engine, EngineRead));
        return rows;
    }

    /// <summary>The request that the SDK sends to the engine, which does not check the signature.</summary>
    private static Request EngineRead =>
        new(
            "POST",
            "/",
            """{"TableName":"fitness-activities","Key":{"userId":{"S":"demo"},"itemId":{"S":"activity#1"}},"ConsistentRead":true}""",
            "Authorization:AWS4-HMAC-SHA256 Credential=fitness/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
            "X-Amz-Date:20260101T000000Z",
            "X-Amz-Target:DynamoDB_20120810.GetItem",
            "Content-Type:application/x-amz-json-1.0"
        );

    /// <summary>Two minutes of a run, at three metres a second.</summary>
    private static string File =>
        $"""
            <gpx version="1.1" creator="benchmark"><trk><name>Morning run</name><type>running</type><trkseg>
            {string.Join(
                '\n',
                Enumerable
                    .Range(0, 13)
                    .Select(point => $$"""<trkpt lat="{{52.5163 + (0.00027 * point):F5}}" lon="13.3777"><ele>{{34 + (point % 3)}}</ele><time>{start+{{10 * point}}}</time></trkpt>""")
            )}
            </trkseg></trk></gpx>
            """;

    private static Call Of(string name, string title, Request ours, Request bare) => new(name, title, _ => Task.FromResult((ours, bare)));

    /// <summary>From the position at which the API's answer to a path ends, and the bare one's.</summary>
    private static Func<Stage, Task<(Request Ours, Request Bare)>> SyncAsync(string path, long since) =>
        async stage =>
        {
            using var answer = JsonDocument.Parse(await Request.Get(path).SendAsync(stage.Ours[0], 0));
            var token = answer.RootElement.GetProperty("nextToken").GetString()!;
            return (
                Request.Get($"{Routes.ActivityChanges}?limit=100&token={Uri.EscapeDataString(token)}"),
                Request.Get($"/changes?since={since}")
            );
        };
}
