namespace Fitness.Api.Storage;

/// <summary>DynamoDB's own limits (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html).</summary>
internal static class DynamoDBLimits
{
    /// <summary>Maximum items in one transaction.</summary>
    public const int TransactionItems = 100;
}
