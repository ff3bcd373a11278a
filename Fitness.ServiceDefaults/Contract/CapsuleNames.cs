namespace Fitness;

/// <summary>The names of a capsule's files.</summary>
public static class CapsuleNames
{
    /// <summary>The folder of a capsule in its image.</summary>
    public const string PathInImage = "/capsule";

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
}
