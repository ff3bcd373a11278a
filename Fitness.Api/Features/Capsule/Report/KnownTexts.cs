using System.Text.RegularExpressions;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>
/// Which texts are the service's own, by the name under which they stand and by their form: a name alone is no proof, because a client can send
/// anything under it. Everything else is taken for what a person wrote.
/// </summary>
internal static partial class KnownTexts
{
    private static readonly HashSet<string> RouteWords = new(
        new[]
        {
            Routes.Activities,
            Routes.ActivityBatch,
            Routes.ActivityChanges,
            Routes.ActivityImport,
            Routes.Summaries,
            Routes.Report,
            Routes.WalkthroughActivities,
        }.SelectMany(route => route.Split('/')),
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly HashSet<string> Sports = [.. Enum.GetNames<Sport>().Select(CamelCase)];

    // In the table they are written in another way than in JSON.
    private static readonly HashSet<string> Sources = new(Enum.GetNames<ActivitySource>(), StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> Titles = [.. ProblemTypes.All.Select(problem => problem.Title)];
    private static readonly HashSet<string> Types = [.. ProblemTypes.All.Select(problem => problem.Type)];

    // Beside the fields of an activity.
    private static readonly HashSet<string> Members = new(StringComparer.Ordinal) { "", "id", "items", "ifMatch", "ifNoneMatch" };

    // What requests carry elsewhere, and what the errors of a request are called by.
    private static readonly HashSet<string> Parameters = new(RecordedTarget.Parameters, StringComparer.OrdinalIgnoreCase)
    {
        "If-Match",
        "If-None-Match",
        "Idempotency-Key",
    };

    // In the service's answers and in the table; each is a word, a code or a name of the service's own.
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "kind",
        "what",
        "period",
        "stream",
        "erasing",
        "traceId",
        "form",
        "IndexName",
        "TableName",
        "ReturnValues",
        "ReturnConsumedCapacity",
        "ClientRequestToken",
        "Select",
        "__type",
        "Code",
    };

    // Of the requests to the storage, which have texts in placeholders only.
    private static readonly HashSet<string> Expressions = new(StringComparer.Ordinal)
    {
        "KeyConditionExpression",
        "ConditionExpression",
        "ProjectionExpression",
        "FilterExpression",
        "UpdateExpression",
    };

    /// <summary>Whether a client's JSON may have a member of this name.</summary>
    public static bool IsMember(string name) => Members.Contains(name) || InputReader<ActivityInput>.Has(name);

    /// <summary>Whether the service reads a parameter of this name.</summary>
    public static bool IsParameter(string name) => Parameters.Contains(name);

    /// <summary>Whether a client may have sent this text without having written it himself.</summary>
    public static bool IsSent(string? name, string text) =>
        name switch
        {
            "id" => IsId(text),
            "sport" => Sports.Contains(text),
            "source" => Sources.Contains(text),
            "start" => IsTime(text),
            "ifMatch" or "ifNoneMatch" => IsETag(text),
            _ => false,
        };

    /// <summary>Whether a text in an answer or in the table is the service's own.</summary>
    public static bool IsOwn(string? name, string text) =>
        IsSent(name, text)
        || name switch
        {
            null => false,
            "createdAt" or "updatedAt" or "deletedAt" or "changedAt" or "checkpointAt" or "expiresAt" or "from" or "to" or "date" => IsTime(
                text
            ),
            "etag" => IsETag(text),
            "activity_id" or "possibleDuplicateOf" or "duplicateOf" => IsId(text),
            "title" => Titles.Contains(text),
            "type" => Types.Contains(text),
            "startKey" or "sportKey" or "dayKey" => IsKey(text),
            "months" => IsMonths(text),
            _ => name.StartsWith(':') ? IsKey(text) || IsId(text)
            : Words.Contains(name) ? IsWord(text)
            : Expressions.Contains(name),
        };

    /// <summary>Whether bytes in the table are the service's own.</summary>
    public static bool IsOwnBytes(string? name) => name is "window" or "days";

    /// <summary>Whether a query parameter's value is one that the service could have asked for.</summary>
    public static bool IsQueryValue(string name, string value) =>
        name.ToUpperInvariant() switch
        {
            "SPORT" => Sports.Contains(value),
            "LIMIT" or "FROM" or "TO" or "AFTER" or "BEFORE" => Patterns.IsWhole(QueryTime(), value),
            "TIMEZONE" => TimeZoneInfo.TryFindSystemTimeZoneById(value, out _),
            "PERIOD" => value is "day" or "week" or "month",
            "DUPLICATES" => value is "skip" or "store",
            "POSSIBLEDUPLICATES" => value is "include" or "exclude",
            "TOKEN" => value is "latest",
            // What was left out when it was recorded.
            _ => value is "-",
        };

    /// <summary>Whether it is an address of the API's.</summary>
    public static bool IsPath(string path) => Patterns.IsWhole(Path(), path);

    /// <summary>Whether it is a part of one.</summary>
    public static bool IsRouteWord(string segment) => RouteWords.Contains(segment);

    /// <summary>Whether a text has the form of an activity's id.</summary>
    public static bool IsId(string text) => Patterns.IsWhole(Id(), text);

    /// <summary>Whether it has the form of a position in an index of the table.</summary>
    public static bool IsKey(string text) => Patterns.IsWhole(Key(), text);

    /// <summary>Whether a text is a list of ETags, or any.</summary>
    public static bool IsETag(string text) => Patterns.IsWhole(ETags(), text);

    /// <summary>Whether it is a content coding (RFC 9110, section 8.4.1).</summary>
    public static bool IsCoding(string text) => text is "gzip" or "identity" or "br" or "deflate";

    /// <summary>Whether a text is a list of media types, with nothing but weights and a character set.</summary>
    public static bool IsMediaType(string text) => Patterns.IsWhole(MediaTypes(), text);

    /// <summary>Whether it is one of the words that a browser's or the service's headers may have.</summary>
    public static bool IsWord(string text) => Patterns.IsWhole(Word(), text);

    private static bool IsTime(string text) => Patterns.IsWhole(Time(), text);

    private static bool IsMonths(string text) => Patterns.IsWhole(Months(), text);

    private static string CamelCase(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex Id();

    [GeneratedRegex(
        @"^(?:[a-zA-Z]{1,40}#)?\d{4}-\d\d(?:-\d\d(?:T[\d:.]{1,20}Z)?)?(?:\$|#[A-Za-z0-9_-]{1,64})?$",
        RegexOptions.CultureInvariant,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex Key();

    // A + that is not escaped is a blank.
    [GeneratedRegex("^[0-9TtZz:.+-]{1,30}(?: [0-9:]{4,6})?$", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex QueryTime();

    [GeneratedRegex("^[0-9TtZz:.+-]{1,40}$", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex Time();

    [GeneratedRegex(
        """^(?:\*|(?:W/)?"[0-9]{1,18}-[0-9a-f]{1,12}"(?:, ?(?:W/)?"[0-9]{1,18}-[0-9a-f]{1,12}"){0,20})$""",
        RegexOptions.CultureInvariant,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex ETags();

    [GeneratedRegex(
        @"^(?:(?:\*|application|text|multipart|image)/(?:\*|json|ndjson|x-ndjson|jsonl|problem\+json|merge-patch\+json|gpx\+xml|vnd\.garmin\.tcx\+xml|vnd\.ant\.fit|xml|gzip|zip|octet-stream|form-data|plain|html|xhtml\+xml|avif|webp|apng|x-www-form-urlencoded)(?:; ?(?:charset=""?utf-8""?|q=[01](?:\.\d{1,3})?))?(?:, ?|$)){1,20}$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex MediaTypes();

    [GeneratedRegex(@"^[A-Za-z0-9_.#:-]{1,100}$", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex Word();

    [GeneratedRegex(
        "^/(?:v1/(?:activities(?:/[^/]+)?|summaries|me(?:/(?:export|report))?)|activity(?:/[^/]+)?)/?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex Path();

    [GeneratedRegex("^[0-9 :-]{0,1000}$", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex Months();
}
