namespace Fitness;

/// <summary>What every local engine is told.</summary>
public static class LocalDefaults
{
    /// <summary>The region.</summary>
    public const string Region = "us-east-1";

    /// <summary>The table's name.</summary>
    public const string Table = "fitness-activities";

    /// <summary>Access key and secret. DynamoDB Local takes letters and digits only.</summary>
    public const string Credential = "fitness";
}
