using System.Text.Json.Nodes;

namespace Fitness.Tests.Support;

/// <summary>
/// What IAM checks in a request: an action on a table or one of its indexes. The items of a transaction are checked one by one
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html).
/// </summary>
/// <param name="Name">The action, such as <c>dynamodb:GetItem</c>.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Index">The index; null for the table itself.</param>
internal sealed record DynamoDBAction(string Name, string Table, string? Index)
{
    /// <summary>The actions in a request in its wire format.</summary>
    public static IEnumerable<DynamoDBAction> Of(string operation, ReadOnlySpan<byte> body)
    {
        var request = JsonNode.Parse(body)!;
        return operation switch
        {
            "TransactWriteItems" => ((JsonArray)request["TransactItems"]!)
                .Select(item => ((JsonObject)item!).Single(member => member.Value is not null))
                .Select(member => Action(member.Key == "ConditionCheck" ? "ConditionCheckItem" : $"{member.Key}Item", member.Value!)),
            "TransactGetItems" => ((JsonArray)request["TransactItems"]!).Select(item => Action("GetItem", item!["Get"]!)),
            "BatchGetItem" or "BatchWriteItem" => ((JsonObject)request["RequestItems"]!).Select(table => new DynamoDBAction(
                $"dynamodb:{operation}",
                table.Key,
                null
            )),
            _ => [Action(operation, request)],
        };

        static DynamoDBAction Action(string action, JsonNode target) =>
            new($"dynamodb:{action}", (string)target["TableName"]!, (string?)target["IndexName"]);
    }

    /// <summary>The part of the resource's ARN after the account.</summary>
    public string Resource => Index is null ? $"table/{Table}" : $"table/{Table}/index/{Index}";

    public override string ToString() => $"{Name} on {Resource}";
}
