using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>Hides what a person wrote and who it was, in the API's JSON and in DynamoDB's.</summary>
/// <param name="masks">Hides texts.</param>
/// <param name="userId">The user.</param>
/// <param name="pseudonym">What stands for the user.</param>
internal sealed class MaskedJson(Masks masks, string userId, string pseudonym)
{
    // What the API or the table says by a text that a person did not write: everything else is taken for free text.
    private static readonly HashSet<string> Structural = new(StringComparer.Ordinal)
    {
        "id",
        "sport",
        "start",
        "createdAt",
        "updatedAt",
        "deletedAt",
        "etag",
        "source",
        "possibleDuplicateOf",
        "duplicateOf",
        "nextCursor",
        "nextToken",
        "cursor",
        "token",
        "type",
        "kind",
        "what",
        "from",
        "to",
        "period",
        "instance",
        "timezone",
        "itemId",
        "startKey",
        "sportKey",
        "dayKey",
        "stream",
        "months",
        "changedAt",
        "checkpointAt",
        "erasing",
        "window",
        "bodyHash",
        "TableName",
        "IndexName",
        "KeyConditionExpression",
        "ConditionExpression",
        "ProjectionExpression",
        "FilterExpression",
        "UpdateExpression",
        "ReturnValues",
        "ReturnConsumedCapacity",
        "ClientRequestToken",
        "Select",
        "__type",
        "Code",
        "activity_id",
        "date",
        "title",
        "civilDate",
    };

    // DynamoDB's names of types.
    private const string Text = "S";
    private const string Bytes = "B";
    private const string Number = "N";

    // Of values in expressions, which are keys and versions.
    private const char Placeholder = ':';

    /// <summary>A document with what is to be hidden in it hidden.</summary>
    public JsonNode? Hide(JsonNode? node) => Hide(node, null);

    /// <summary>A text in which what was hidden elsewhere is hidden, and the user.</summary>
    public string HideIn(string text)
    {
        foreach (var (original, hidden) in masks.Known.OrderByDescending(pair => pair.Key.Length))
        {
            if (original.Length >= ShortestInText)
                text = text.Replace(original, hidden, StringComparison.Ordinal);
        }
        return text.Replace(userId, pseudonym, StringComparison.Ordinal);
    }

    /// <summary>A text of which nobody knows what is in it.</summary>
    public string HideAll(string text) => masks.Hide(text);

    // A shorter one is part of too many other words.
    private const int ShortestInText = 4;

    private JsonNode? Hide(JsonNode? node, string? name)
    {
        switch (node)
        {
            case JsonObject { Count: 1 } typed when typed.First() is { Key: Bytes or Number }:
                return typed.DeepClone();
            case JsonObject { Count: 1 } typed when typed.First() is { Key: Text, Value: JsonValue value }:
                return new JsonObject { [Text] = HideText(value.GetValue<string>(), name) };
            case JsonObject members:
                var hidden = new JsonObject();
                foreach (var (member, value) in members)
                    hidden[member] = Hide(value, name is "errors" or "ExpressionAttributeNames" ? "title" : member);
                return hidden;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Hide(item, name))]);
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return HideText(value.GetValue<string>(), name);
            default:
                return node?.DeepClone();
        }
    }

    private string HideText(string text, string? name)
    {
        if (text == userId)
            return pseudonym;
        if (name is "response" && TryParse(text) is { } nested)
            return Hide(nested)!.ToJsonString();
        if (name is "detail")
            return HideIn(text);
        return name is not null && (Structural.Contains(name) || name.StartsWith(Placeholder))
            ? text.Replace(userId, pseudonym, StringComparison.Ordinal)
            : masks.Hide(text);
    }

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
