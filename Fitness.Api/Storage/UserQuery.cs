using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace Fitness.Api.Storage;

/// <summary>Makes strongly consistent queries over a user's items; the caller adds what is special to it.</summary>
internal static class UserQuery
{
    /// <summary>All items.</summary>
    public static QueryRequest All(TableName table, string userId) =>
        new()
        {
            TableName = table.Value,
            ConsistentRead = true,
            KeyConditionExpression = "#userId = :userId",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#userId"] = ItemAttributes.UserId },
            ExpressionAttributeValues = new(StringComparer.Ordinal) { [":userId"] = new AttributeValue(userId) },
        };

    /// <summary>Those whose sort key lies between two values, both inclusive, in the table or in one of its indexes.</summary>
    public static QueryRequest Between(TableName table, string? index, string userId, string key, string low, string high) =>
        Between(table, index, userId, key, new AttributeValue(low), new AttributeValue(high));

    /// <inheritdoc cref="Between(TableName, string?, string, string, string, string)"/>
    public static QueryRequest Between(TableName table, string? index, string userId, string key, long low, long high) =>
        Between(table, index, userId, key, Number(low), Number(high));

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    private static QueryRequest Between(TableName table, string? index, string userId, string key, AttributeValue low, AttributeValue high)
    {
        var request = All(table, userId);
        request.IndexName = index;
        request.KeyConditionExpression += " AND #key BETWEEN :low AND :high";
        request.ExpressionAttributeNames["#key"] = key;
        request.ExpressionAttributeValues[":low"] = low;
        request.ExpressionAttributeValues[":high"] = high;
        return request;
    }
}
