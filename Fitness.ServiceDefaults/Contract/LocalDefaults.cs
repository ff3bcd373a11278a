namespace Fitness;

/// <summary>The settings for every local engine.</summary>
public static class LocalDefaults
{
    /// <summary>The region.</summary>
    public const string Region = "us-east-1";

    /// <summary>The table's name.</summary>
    public const string Table = "fitness-activities";

    /// <summary>Access key and secret key. DynamoDB Local accepts only letters and digits.</summary>
    public const string Credential = "fitness";
}
