using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>Whose words JSON has.</summary>
internal enum JsonOrigin
{
    /// <summary>A client's: anything can be in it.</summary>
    Client,

    /// <summary>The service's answer.</summary>
    Service,

    /// <summary>The requests to DynamoDB, and its answers and items.</summary>
    Storage,
}

/// <summary>Hides what a person wrote and who it was, in JSON.</summary>
/// <param name="texts">Hides texts.</param>
internal sealed class MaskedJson(MaskedTexts texts)
{
    // What may stand in quotes of JSON in another JSON's text.
    private const string StoredAnswer = "answer";
    private const string BodyHash = "bodyHash";
    private const string Errors = "errors";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Hides texts.</summary>
    public MaskedTexts Texts => texts;

    /// <summary>A document with what is to be hidden in it hidden.</summary>
    public JsonNode? Hide(JsonNode? node, JsonOrigin origin) => Hide(node, null, origin);

    /// <summary>The same of a text; null if it is no JSON, or has what JSON only seems to allow: members twice, or texts that are none.</summary>
    public JsonNode? TryHide(ReadOnlySpan<byte> json, JsonOrigin origin)
    {
        try
        {
            return Hide(JsonNode.Parse(json, documentOptions: Strict), origin);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private JsonNode? Hide(JsonNode? node, string? name, JsonOrigin origin) =>
        node switch
        {
            JsonObject { Count: 1 } typed when origin == JsonOrigin.Storage && HideValue(typed.First(), name) is { } value => value,
            JsonObject members => HideMembers(members, name, origin),
            JsonArray items => new JsonArray([.. items.Select(item => Hide(item, name, origin))]),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => HideText(value.GetValue<string>(), name, origin),
            JsonValue value
                when value.GetValueKind() == JsonValueKind.Number && origin == JsonOrigin.Client && (name is null || IsUnknown(name)) =>
                MaskedTexts.HideNumber(value),
            _ => node?.DeepClone(),
        };

    private static bool IsUnknown(string? name) => name is not null && !MaskedTexts.IsKnownName(name);

    private JsonObject HideMembers(JsonObject members, string? name, JsonOrigin origin)
    {
        var hidden = new JsonObject();
        foreach (var (member, value) in members)
        {
            var isError = origin == JsonOrigin.Service && name == Errors;
            // The service's texts name a field, and quote nothing.
            hidden[origin == JsonOrigin.Client || isError ? texts.HideName(member) : member] = isError
                ? value?.DeepClone()
                : Hide(
                    value,
                    name is "ExpressionAttributeNames" ? "IndexName"
                        // Whatever is below a name that the service does not know is the client's own.
                        : origin == JsonOrigin.Client && IsUnknown(name) ? name
                        : member,
                    origin
                );
        }
        if (origin == JsonOrigin.Storage && HashOf(members, hidden) is { } hash)
            hidden[BodyHash] = new JsonObject { ["S"] = hash };
        return hidden;
    }

    /// <summary>What an idempotency record's hash is for the body as it is hidden, so that a retry still is one; null if it is no such record.</summary>
    private static string? HashOf(JsonObject record, JsonObject hidden) =>
        Text(record, StoredAnswer) is { } answer
        && Text(hidden, StoredAnswer) is { } hiddenAnswer
        && UserItems.BodyHashOf(answer) is { } hash
        && hash == Text(record, BodyHash)
            ? UserItems.BodyHashOf(hiddenAnswer)
            : null;

    private static string? Text(JsonObject item, string name) =>
        item[name] is JsonObject value && value["S"] is JsonValue text && text.TryGetValue<string>(out var found) ? found : null;

    /// <summary>A value with its type in DynamoDB's JSON; null if it is none.</summary>
    private JsonObject? HideValue(KeyValuePair<string, JsonNode?> typed, string? name) =>
        typed switch
        {
            { Key: "S", Value: JsonValue value } when value.TryGetValue<string>(out var text) => new JsonObject
            {
                ["S"] = HideText(text, name, JsonOrigin.Storage),
            },
            { Key: "N", Value: JsonValue value } when value.TryGetValue<string>(out var number) => new JsonObject
            {
                ["N"] = decimal.TryParse(
                    number,
                    System.Globalization.NumberStyles.Float,
                    System.Globalization.CultureInfo.InvariantCulture,
                    out _
                )
                    ? number
                    : texts.Hide(number),
            },
            { Key: "B", Value: JsonValue value } when value.TryGetValue<string>(out var bytes) => new JsonObject
            {
                ["B"] = KnownTexts.IsOwnBytes(name) || name?.StartsWith(':') == true ? bytes : texts.HideBytes(bytes),
            },
            { Key: "BS", Value: JsonArray all } => new JsonObject
            {
                ["BS"] = new JsonArray([.. all.Select(bytes => JsonValue.Create(texts.HideBytes(bytes!.GetValue<string>())))]),
            },
            { Key: "NS", Value: JsonArray numbers } => new JsonObject { ["NS"] = numbers.DeepClone() },
            { Key: "SS", Value: JsonArray all } => new JsonObject { ["SS"] = Hide(all, name, JsonOrigin.Storage) },
            { Key: "L", Value: JsonArray all } => new JsonObject { ["L"] = Hide(all, name, JsonOrigin.Storage) },
            _ => null,
        };

    private string HideText(string text, string? name, JsonOrigin origin)
    {
        if (texts.PseudonymOf(text) is { } pseudonym)
            return pseudonym;
        return (origin, name) switch
        {
            (JsonOrigin.Client, _) => KnownTexts.IsSent(name, text) ? text : texts.Hide(text),
            (JsonOrigin.Service, "detail") => texts.HideIn(text),
            (JsonOrigin.Service, "nextCursor") => texts.HideCursor(text),
            (JsonOrigin.Service, "nextToken") => texts.HideToken(text),
            (JsonOrigin.Storage, "itemId") => texts.HideItemId(text),
            (JsonOrigin.Storage, StoredAnswer) when TryHide(System.Text.Encoding.UTF8.GetBytes(text), JsonOrigin.Service) is { } answer =>
                answer.ToJsonString(CapsuleFile.Line),
            _ when name?.StartsWith(':') == true && MaskedTexts.IsItemId(text) => texts.HideItemId(text),
            _ => KnownTexts.IsOwn(name, text) ? text : texts.Hide(text),
        };
    }
}
