namespace Fitness;

/// <summary>Amazon's DynamoDB Local as a container.</summary>
public static class DynamoDBLocal
{
    /// <summary>The pinned public image.</summary>
    public const string Image = "public.ecr.aws/aws-dynamodb-local/aws-dynamodb-local:3.3.1";

    /// <summary>The TCP port inside the container.</summary>
    public const int Port = 8000;

    /// <summary>The argument that keeps the data in memory only.</summary>
    public const string InMemory = "-inMemory";

    /// <summary>The arguments of every run. Without <c>-sharedDb</c> each pair of access key and region has its own tables.</summary>
    public static readonly IReadOnlyList<string> Arguments =
    [
        "-Djava.library.path=./DynamoDBLocal_lib",
        "-jar",
        "DynamoDBLocal.jar",
        "-sharedDb",
        "-disableTelemetry",
    ];
}
