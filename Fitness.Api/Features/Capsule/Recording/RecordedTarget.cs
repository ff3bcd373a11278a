namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>The path and query of a request, without the values of a query that may be secrets: of those, only the names of the API's own are kept.</summary>
internal static class RecordedTarget
{
    private const string Redacted = "-";

    /// <summary>The parameters of the API.</summary>
    public static IReadOnlyCollection<string> Parameters => Known;

    // What the API reads. A cursor and a sync token say where in one user's own data, and are of no use to another.
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "cursor",
        "token",
        "limit",
        "after",
        "before",
        "from",
        "to",
        "sport",
        "period",
        "timezone",
        "duplicates",
        "possibleDuplicates",
    };

    /// <summary>The path and query.</summary>
    public static string Of(HttpRequest request)
    {
        var path = request.PathBase.Add(request.Path).ToUriComponent();
        if (!request.QueryString.HasValue)
            return path;
        return request.Query.Keys.All(Known.Contains) && !HasAccessToken(request)
            ? path + request.QueryString.Value
            : path
                + QueryString.Create(
                    request.Query.Select(one => new KeyValuePair<string, string?>(
                        one.Key,
                        Known.Contains(one.Key) && !IsAccessToken(one.Value) ? one.Value.ToString() : Redacted
                    ))
                );
    }

    private static bool HasAccessToken(HttpRequest request) => request.Query.Any(one => IsAccessToken(one.Value));

    // A JSON Web Token begins with the Base64 of {".
    private static bool IsAccessToken(string? value) => value?.Contains("eyJ", StringComparison.Ordinal) == true;
}
