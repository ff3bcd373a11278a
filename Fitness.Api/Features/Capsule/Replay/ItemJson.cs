using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Settings;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>Items from DynamoDB's JSON.</summary>
internal static class ItemJson
{
    /// <summary>An item.</summary>
    /// <exception cref="FormatException">A value is of no type of DynamoDB's.</exception>
    /// <exception cref="InvalidOperationException">A value is of another type than it says.</exception>
    public static Dictionary<string, AttributeValue> ToItem(JsonObject json) =>
        json.ToDictionary(attribute => attribute.Key, attribute => ToValue(attribute.Value), StringComparer.Ordinal);

    /// <summary>What names an item: its two keys.</summary>
    public static string KeyOf(JsonObject item) => $"{item["userId"]?["S"]}\n{item["itemId"]?["S"]}";

    private static AttributeValue ToValue(JsonNode? json) =>
        json is JsonObject { Count: 1 } typed && typed.First() is var (type, value) && value is not null
            ? type switch
            {
                "S" => new AttributeValue { S = (string)value! },
                "N" => new AttributeValue { N = (string)value! },
                "B" => new AttributeValue { B = Bytes(value) },
                "BOOL" => new AttributeValue { BOOL = (bool)value },
                "NULL" => new AttributeValue { NULL = true },
                "M" => new AttributeValue { M = ToItem(value.AsObject()) },
                "L" => new AttributeValue { L = [.. value.AsArray().Select(ToValue)] },
                "SS" => new AttributeValue { SS = [.. value.AsArray().Select(one => (string)one!)] },
                "NS" => new AttributeValue { NS = [.. value.AsArray().Select(one => (string)one!)] },
                "BS" => new AttributeValue { BS = [.. value.AsArray().Select(one => Bytes(one!))] },
                _ => throw new FormatException($"DynamoDB has no type '{Readable.Value(type)}'."),
            }
            : throw new FormatException("An attribute has no value.");

    private static MemoryStream Bytes(JsonNode value) => new(Convert.FromBase64String((string)value!));
}
