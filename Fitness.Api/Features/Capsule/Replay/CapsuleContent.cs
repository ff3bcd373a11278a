using System.Text.Json.Nodes;
using Fitness.Api.Features.Capsule.Report;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>A capsule's data part, as it was read and checked.</summary>
/// <param name="Index">What it is.</param>
/// <param name="Requests">The requests in the order in which they began.</param>
/// <param name="Items">The table's items in DynamoDB's JSON.</param>
/// <param name="Environment">The environment description; of a report by somebody who is no operator, only the environment's name.</param>
internal sealed record CapsuleContent(
    CapsuleIndex Index,
    IReadOnlyList<CapsuleRequest> Requests,
    IReadOnlyList<JsonObject> Items,
    JsonObject Environment
);

/// <summary>A body in a capsule.</summary>
/// <param name="Json">The document, if it was one.</param>
/// <param name="Text">The text, if it was none.</param>
/// <param name="Length">Its length in bytes, if only that and its hash were kept.</param>
/// <param name="Sha256">Its SHA-256 in hexadecimal, if only that was kept.</param>
internal sealed record CapsuleBody(JsonNode? Json, string? Text, long Length, string? Sha256)
{
    private static readonly CapsuleBody Empty = new(null, null, 0, null);

    /// <summary>Whether it was kept.</summary>
    public bool IsWhole => Sha256 is null;

    /// <summary>Reads it.</summary>
    public static CapsuleBody Of(JsonNode? body) =>
        body is JsonObject members
            ? new CapsuleBody(members["json"], (string?)members["text"], (long?)members["length"] ?? 0, (string?)members["sha256"])
            : Empty;
}

/// <summary>A request to the storage in a capsule, and its answer.</summary>
/// <param name="Sent">Its place in the order of the process.</param>
/// <param name="Answered">Its answer's place; zero if there was none.</param>
/// <param name="Operation">DynamoDB's name of the operation.</param>
/// <param name="Status">The HTTP status; zero if there was none.</param>
/// <param name="Request">What was sent.</param>
/// <param name="Response">What was answered.</param>
/// <param name="IsElsewhere">Whether another request's record has both: it was made for a round of several writers.</param>
internal sealed record CapsuleStorageRequest(
    long Sent,
    long Answered,
    string Operation,
    int Status,
    CapsuleBody Request,
    CapsuleBody Response,
    bool IsElsewhere
)
{
    /// <summary>Whether it is one, and no step in a queue.</summary>
    public bool IsOne => StorageObserver.IsRequest(Operation);

    /// <summary>Operation and status.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Operation} {Status}");
}

/// <summary>A request in a capsule, and its response.</summary>
/// <param name="Number">Its number, from 1, in the order in which they began; zero until that is known.</param>
/// <param name="At">When it came.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Began">Its place in the order of the process.</param>
/// <param name="Ended">Its end's place; zero if it did not end.</param>
/// <param name="User">The pseudonym of its user.</param>
/// <param name="IsOperator">Whether the user had the operator role.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">The headers that were kept.</param>
/// <param name="Body">The body.</param>
/// <param name="Status">The response's status; zero if it did not end.</param>
/// <param name="ResponseHeaders">The response's headers that were kept.</param>
/// <param name="ResponseBody">The response's body.</param>
/// <param name="StorageRequests">What it asked the storage.</param>
internal sealed record CapsuleRequest(
    int Number,
    DateTimeOffset At,
    double Milliseconds,
    long Began,
    long Ended,
    string User,
    bool IsOperator,
    string Method,
    string Target,
    IReadOnlyDictionary<string, string> Headers,
    CapsuleBody Body,
    int Status,
    IReadOnlyDictionary<string, string> ResponseHeaders,
    CapsuleBody ResponseBody,
    IReadOnlyList<CapsuleStorageRequest> StorageRequests
)
{
    /// <summary>What it asked the storage in its own flow, each as operation and status.</summary>
    public IEnumerable<string> Asked =>
        StorageRequests.Where(one => one is { IsOne: true, IsElsewhere: false }).Select(one => one.ToString());

    /// <summary>The last part of the path: of an activity's, its id.</summary>
    public string LastOfPath => Target.Split('?')[0].TrimEnd('/').Split('/')[^1];

    /// <summary>Whether the answer was text that is no JSON, which is hidden as a whole.</summary>
    public bool IsTextHidden => ResponseBody.Text is { Length: > 0 };

    /// <summary>Whether the process ended while it was served.</summary>
    public bool DidNotEnd => Status == 0;

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">Something is missing in it.</exception>
    /// <exception cref="InvalidOperationException">Something in it is of another type.</exception>
    public static CapsuleRequest Of(JsonObject line)
    {
        var (request, response) = (Members(line, "request"), line["response"] as JsonObject);
        return new CapsuleRequest(
            0,
            DateTimeOffset.Parse(Text(line, "at"), System.Globalization.CultureInfo.InvariantCulture),
            (double?)line["milliseconds"] ?? 0,
            (long?)line["began"] ?? 0,
            (long?)line["ended"] ?? 0,
            Text(line, "user"),
            (bool?)line["isOperator"] ?? false,
            Text(request, "method"),
            Text(request, "target"),
            HeadersOf(request),
            CapsuleBody.Of(request["body"]),
            (int?)response?["status"] ?? 0,
            HeadersOf(response),
            CapsuleBody.Of(response?["body"]),
            [.. (line["storage"] as JsonArray ?? []).OfType<JsonObject>().Select(StorageRequest)]
        );
    }

    private static CapsuleStorageRequest StorageRequest(JsonObject line) =>
        new(
            (long?)line["sent"] ?? 0,
            (long?)line["answered"] ?? 0,
            Text(line, "operation"),
            (int?)line["status"] ?? 0,
            CapsuleBody.Of(line["request"]),
            CapsuleBody.Of(line["response"]),
            line["servedBy"] is not null
        );

    private static Dictionary<string, string> HeadersOf(JsonObject? of) =>
        (of?["headers"] as JsonObject ?? []).ToDictionary(
            header => header.Key,
            header => (string?)header.Value ?? "",
            StringComparer.OrdinalIgnoreCase
        );

    private static JsonObject Members(JsonObject of, string name) =>
        of[name] as JsonObject ?? throw new FormatException($"'{name}' is missing.");

    private static string Text(JsonObject of, string name) => (string?)of[name] ?? throw new FormatException($"'{name}' is missing.");
}
