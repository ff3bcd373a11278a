using System.Text.Json.Nodes;

namespace Fitness.Tests.OpenApi;

/// <summary>Who writes what a schema describes: a request's writer is the client, a response's the service.</summary>
internal enum ContractSide
{
    Request,
    Response,
}

/// <summary>Compares two schemas. A request may not become narrower, and a response not wider.</summary>
internal sealed class SchemaComparison(JsonObject published, JsonObject current, ContractSide side, Action<string> report)
{
    private const string Components = "#/components/schemas/";

    // The lowest of these, and the highest of those, take the least.
    private static readonly string[] LowerBounds = ["minimum", "minLength", "minItems"];
    private static readonly string[] UpperBounds = ["maximum", "maxLength", "maxItems"];

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Reports each difference that breaks a client.</summary>
    /// <param name="place">Where the schema stands; a component is its own place.</param>
    /// <param name="before">The schema that the client was made for.</param>
    /// <param name="after">The schema now.</param>
    public void Compare(string place, JsonNode? before, JsonNode? after)
    {
        if (before is null)
            return;
        var (old, types) = Resolve(published, before);
        var (now, nowTypes) = Resolve(current, after);
        CompareTypes(place, types, nowTypes);
        if (NameOf(Value(before)) is { } name)
        {
            place = $"{name}, in a {(side == ContractSide.Request ? "request" : "response")}";
            // It may contain itself.
            if (!seen.Add($"{name} {NameOf(Value(after))}"))
                return;
        }
        CompareTexts(place, old, now);
        CompareEnums(place, Enum(old), Enum(now));
        if (side == ContractSide.Request)
            CompareBounds(place, old, now);
        CompareMembers(place, old, now);
        if (old["items"] is { } items)
            Compare($"{place}, items", items, now["items"]);
        if (old["x-line-schema"] is { } line)
            Compare($"{place}, line", line, now["x-line-schema"]);
        if (old["additionalProperties"] is JsonObject values)
            Compare($"{place}, values", values, now["additionalProperties"]);
    }

    private void CompareTypes(string place, SortedSet<string> before, SortedSet<string> after)
    {
        var (taken, given) = side == ContractSide.Request ? (after, before) : (before, after);
        if (
            taken.Count > 0
            && (given.Count == 0 || !given.All(type => taken.Contains(type) || (type == "integer" && taken.Contains("number"))))
        )
            report($"{place}: {Text(after)}, not {Text(before)}");
    }

    private void CompareTexts(string place, JsonObject before, JsonObject after)
    {
        var format = (Before: (string?)before["format"], After: (string?)after["format"]);
        // A client may read what has no format as text, and a service may take any text.
        if (format.Before != format.After && (side == ContractSide.Request ? format.After : format.Before) is not null)
            report($"{place}: format {format.After ?? "none"}, not {format.Before ?? "none"}");
        var pattern = (Before: (string?)before["pattern"], After: (string?)after["pattern"]);
        if (side == ContractSide.Request && pattern.After is not null && pattern.Before != pattern.After)
            report($"{place}: pattern {pattern.After}, not {pattern.Before ?? "none"}");
    }

    private void CompareEnums(string place, HashSet<string>? before, HashSet<string>? after)
    {
        var (taken, given) = side == ContractSide.Request ? (after, before) : (before, after);
        if (taken is null)
            return;
        if (given is null)
            report($"{place}: {(after is null ? "any value" : "a list of values")}");
        else
            foreach (var value in given.Except(taken).Order(StringComparer.Ordinal))
                report($"{place}: value {value} {(side == ContractSide.Request ? "gone" : "new")}");
    }

    private void CompareBounds(string place, JsonObject before, JsonObject after)
    {
        foreach (var bound in LowerBounds)
            if ((double?)after[bound] is { } lowest && !(lowest <= (double?)before[bound]))
                report($"{place}: {bound} {lowest}, not {before[bound]?.ToJsonString() ?? "none"}");
        foreach (var bound in UpperBounds)
            if ((double?)after[bound] is { } highest && !(highest >= (double?)before[bound]))
                report($"{place}: {bound} {highest}, not {before[bound]?.ToJsonString() ?? "none"}");
    }

    private void CompareMembers(string place, JsonObject before, JsonObject after)
    {
        var required = (Before: Required(before), After: Required(after));
        foreach (var (name, member) in before["properties"]?.AsObject() ?? [])
        {
            if (after["properties"]?[name] is not { } same)
            {
                report($"{place}, {name}: gone");
                continue;
            }
            if (side == ContractSide.Response && required.Before.Contains(name) && !required.After.Contains(name))
                report($"{place}, {name}: no longer always there");
            Compare($"{place}, {name}", member, same);
        }
        if (side == ContractSide.Request)
            foreach (var name in required.After.Except(required.Before).Order(StringComparer.Ordinal))
                report($"{place}, {name}: newly required");
    }

    /// <summary>The schema itself, without the ways to say that it may be null, and the types that a value of it may have.</summary>
    private static (JsonObject Schema, SortedSet<string> Types) Resolve(JsonObject document, JsonNode? node)
    {
        var types = new SortedSet<string>(StringComparer.Ordinal);
        var schema = Value(node);
        if (schema != node && node is not null)
            types.Add("null");
        while (NameOf(schema) is { } name)
            schema = document["components"]!["schemas"]![name];
        if (schema?["type"] is JsonArray several)
            types.UnionWith(several.Select(type => (string)type!));
        else if ((string?)schema?["type"] is { } one)
            types.Add(one);
        return (schema?.AsObject() ?? [], types);
    }

    /// <summary>What a choice between null and something else is beside null.</summary>
    private static JsonNode? Value(JsonNode? node) =>
        node?["oneOf"] is JsonArray choices && choices.Any(IsNull) ? choices.FirstOrDefault(choice => !IsNull(choice)) : node;

    private static bool IsNull(JsonNode? node) => node?["type"] is JsonValue type && (string?)type == "null";

    private static string? NameOf(JsonNode? node) => (string?)node?["$ref"] is { } reference ? reference[Components.Length..] : null;

    private static HashSet<string>? Enum(JsonObject schema) =>
        schema["enum"]?.AsArray().Select(value => (string)value!).ToHashSet(StringComparer.Ordinal);

    private static HashSet<string> Required(JsonObject schema) =>
        (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).ToHashSet(StringComparer.Ordinal);

    private static string Text(SortedSet<string> types) => types.Count == 0 ? "anything" : string.Join(" or ", types);
}
