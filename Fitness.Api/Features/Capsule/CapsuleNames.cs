namespace Fitness.Api.Features.Capsule;

/// <summary>The names in a capsule.</summary>
internal static class CapsuleNames
{
    /// <summary>What it is, and the hashes of the others.</summary>
    public const string Index = "capsule.json";

    /// <summary>The last requests, one a line, with their responses and what they asked the storage.</summary>
    public const string Requests = "requests.ndjson";

    /// <summary>The table's items in DynamoDB's JSON, one a line.</summary>
    public const string Table = "table.ndjson";

    /// <summary>What the service was, and ran on.</summary>
    public const string Environment = "environment.json";

    /// <summary>What the container was in which the service ran.</summary>
    public const string Container = "container.json";

    /// <summary>What the service wrote to its console.</summary>
    public const string Logs = "logs.txt";

    /// <summary>The folder of uploaded files, each by its SHA-256 in hexadecimal.</summary>
    public const string Uploads = "uploads/";

    /// <summary>The methods that are kept: what else a client writes there could be anything.</summary>
    public static readonly IReadOnlySet<string> Methods = new HashSet<string>(StringComparer.Ordinal)
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
    public const string OtherMethod = "OTHER";
}
