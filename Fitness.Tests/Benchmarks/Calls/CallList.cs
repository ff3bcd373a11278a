namespace Fitness.Benchmarks.Calls;

/// <summary>A call of the API, and the bare one's beside it.</summary>
/// <param name="Name">How the command line names it; several may have the same.</param>
/// <param name="Title">The heading of its table.</param>
/// <param name="FindAsync">The two requests.</param>
internal sealed record Call(string Name, string Title, Func<Stage, Task<(Request Ours, Request Bare)>> FindAsync);

/// <summary>The calls that are measured.</summary>
internal static class CallList
{
    private const string Read = "read";

    public static IReadOnlyList<Call> All { get; } =
    [Of(Read, "GET /v1/activities/{id}", Request.Get($"{Routes.Activities}/1"), Request.Get(Routes.FirstActivity))];

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
        if (call.Name != Read)
            return rows;
        rows.Add(new Row(stage.Tokens.Name, stage.Tokens, ours with { Headers = [stage.Token] }));
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

    private static Call Of(string name, string title, Request ours, Request bare) => new(name, title, _ => Task.FromResult((ours, bare)));
}
