namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>The methods that are recorded.</summary>
internal static class RecordedMethods
{
    /// <summary>The methods that are kept: what else a client writes there could be anything.</summary>
    public static readonly IReadOnlySet<string> Kept = new HashSet<string>(StringComparer.Ordinal)
    {
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "OPTIONS",
    };

    /// <summary>What stands for every other one; the API has none of this name, either.</summary>
    public const string Other = "OTHER";

    /// <summary>Whether a request of this method only reads, so that what it writes (a month's summary) can be made again.</summary>
    public static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
}
