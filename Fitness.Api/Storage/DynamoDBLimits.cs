namespace Fitness.Api.Storage;

/// <summary>DynamoDB's own limits (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html).</summary>
internal static class DynamoDBLimits
{
    /// <summary>Maximum items in one transaction.</summary>
    public const int TransactionItems = 100;

    /// <summary>Maximum writes in one BatchWriteItem.</summary>
    public const int BatchWrites = 25;

    /// <summary>Maximum size of one transaction's items together, 4 MB, in bytes.</summary>
    public const int TransactionBytes = 4_000_000;
}
