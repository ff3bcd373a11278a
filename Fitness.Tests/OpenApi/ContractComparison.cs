using System.Text.Json.Nodes;

namespace Fitness.Tests.OpenApi;

/// <summary>
/// What breaks a client of one contract when the service answers by another one: something that it calls, sends or reads is gone, or is
/// no longer of the type that it was made for. What is new breaks nobody, except what has to be sent, and values that nobody expects.
/// </summary>
internal sealed class ContractComparison
{
    private readonly JsonObject published;
    private readonly JsonObject current;
    private readonly SortedSet<string> breaks = new(StringComparer.Ordinal);

    private ContractComparison(JsonObject published, JsonObject current) => (this.published, this.current) = (published, current);

    /// <summary>One line for each break, in order.</summary>
    public static IReadOnlyCollection<string> Breaks(JsonObject published, JsonObject current)
    {
        var comparison = new ContractComparison(published, current);
        foreach (var (path, methods) in Members(published["paths"]))
        {
            foreach (var (method, operation) in Members(methods))
                comparison.CompareOperation(
                    $"{method.ToUpperInvariant()} {path}",
                    operation!.AsObject(),
                    current["paths"]?[path]?[method]?.AsObject()
                );
        }
        return comparison.breaks;
    }

    private void CompareOperation(string call, JsonObject before, JsonObject? after)
    {
        if (after is null)
        {
            breaks.Add($"{call}: gone");
            return;
        }
        if ((string?)before["operationId"] != (string?)after["operationId"])
            breaks.Add($"{call}: operationId is {after["operationId"]}, not {before["operationId"]}");
        CompareParameters(call, Parameters(before), Parameters(after));
        CompareBodies(call, before["requestBody"], after["requestBody"]);
        foreach (var (status, response) in Members(before["responses"]))
            CompareResponses($"{call} {status}", response!, after["responses"]?[status]);
    }

    private void CompareParameters(string call, Dictionary<string, JsonNode> before, Dictionary<string, JsonNode> after)
    {
        foreach (var (name, parameter) in before)
        {
            if (after.TryGetValue(name, out var same))
                CompareSchemas($"{call}, {name}", ContractSide.Request, parameter["schema"], same["schema"]);
            else
                breaks.Add($"{call}, {name}: gone");
        }
        foreach (var (name, _) in after.Where(parameter => IsRequired(parameter.Value)))
        {
            if (!before.TryGetValue(name, out var same) || !IsRequired(same))
                breaks.Add($"{call}, {name}: newly required");
        }
    }

    private void CompareBodies(string call, JsonNode? before, JsonNode? after)
    {
        if (after is not null && IsRequired(after) && (before is null || !IsRequired(before)))
            breaks.Add($"{call}, body: newly required");
        foreach (var (mediaType, content) in Members(before?["content"]))
        {
            if (after?["content"]?[mediaType] is { } same)
                CompareSchemas($"{call}, {mediaType}", ContractSide.Request, content!["schema"], same["schema"]);
            else
                breaks.Add($"{call}, {mediaType}: gone");
        }
    }

    private void CompareResponses(string response, JsonNode before, JsonNode? after)
    {
        if (after is null)
        {
            breaks.Add($"{response}: gone");
            return;
        }
        foreach (var (name, _) in Members(before["headers"]).Where(header => after["headers"]?[header.Key] is null))
            breaks.Add($"{response}, header {name}: gone");
        foreach (var (mediaType, content) in Members(before["content"]))
        {
            if (after["content"]?[mediaType] is { } same)
                CompareSchemas($"{response}, {mediaType}", ContractSide.Response, content!["schema"], same["schema"]);
            else
                breaks.Add($"{response}, {mediaType}: gone");
        }
    }

    private void CompareSchemas(string place, ContractSide side, JsonNode? before, JsonNode? after) =>
        new SchemaComparison(published, current, side, line => breaks.Add(line)).Compare(place, before, after);

    private static Dictionary<string, JsonNode> Parameters(JsonObject operation) =>
        (operation["parameters"]?.AsArray() ?? []).ToDictionary(
            parameter => $"{parameter!["in"]} {parameter["name"]}",
            parameter => parameter!,
            StringComparer.Ordinal
        );

    private static bool IsRequired(JsonNode node) => (bool?)node["required"] == true;

    private static JsonObject Members(JsonNode? node) => node?.AsObject() ?? [];
}
