using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fitness.Tests.Support;
using Json.Schema;

namespace Fitness.Tests.Hosting;

/// <summary>Fails a test that gets a response which the reviewed OpenAPI document does not describe: another status, media type or shape.</summary>
internal sealed class ContractHandler : DelegatingHandler
{
    private sealed record Route(Regex Path, string Template, JsonObject Operations);

    private static readonly JsonObject Document = JsonNode
        .Parse(File.ReadAllText(Repository.PathOf("Fitness.Tests", "OpenApi", "openapi.v1.json")))!
        .AsObject();

    // A literal segment takes precedence over a parameter, as in routing.
    private static readonly Route[] Routes =
    [
        .. Document["paths"]!
            .AsObject()
            .Select(path => new Route(
                new Regex($"^{Regex.Replace(path.Key.TrimEnd('/'), @"\{\w+\}", "[^/]+")}/?$"),
                path.Key,
                path.Value!.AsObject()
            ))
            .OrderBy(route => route.Template.Count(character => character == '{')),
    ];

    private static readonly Dictionary<string, JsonSchema> Schemas = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var method = request.Method.Method.ToLowerInvariant();
        if (Array.Find(Routes, route => route.Path.IsMatch(request.RequestUri!.AbsolutePath))?.Operations[method] is JsonObject operation)
            await CheckAsync($"{request.Method} {request.RequestUri!.PathAndQuery}", operation, response, cancellationToken);
        return response;
    }

    private static async Task CheckAsync(string call, JsonObject operation, HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        var documented = operation["responses"]![status];
        Assert.True(documented is not null, $"{call} answered {status}, which the contract does not know.");
        foreach (var header in new[] { "RateLimit", "RateLimit-Policy" })
            Assert.True(response.Headers.Contains(header), $"{call} {status} lacks {header}.");
        if (response.Content.Headers.ContentType?.MediaType is not { } mediaType)
            return;
        var content = documented["content"]?[mediaType];
        Assert.True(content is not null, $"{call} answered {status} as {mediaType}, which the contract does not know.");
        if (!mediaType.EndsWith("json", StringComparison.Ordinal) || mediaType.EndsWith("ndjson", StringComparison.Ordinal))
            return;

        await response.Content.LoadIntoBufferAsync(cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        Assert.True(body is [.., not (byte)'\n', (byte)'\n'], $"{call} {status} does not end with one line end.");
        using var json = JsonDocument.Parse(body);
        var schema = SchemaOf(content["schema"]!);
        // Collecting what is wrong takes far longer than finding that nothing is.
        if (schema.Evaluate(json.RootElement).IsValid)
            return;
        var result = schema.Evaluate(json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.Fail(
            $"{call} {status}: {string.Join("; ", result.Details?.Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation} {string.Join(", ", detail.Errors!.Values)}") ?? [])}"
        );
    }

    private static JsonSchema SchemaOf(JsonNode schema)
    {
        lock (Schemas)
        {
            var text = schema.ToJsonString();
            if (Schemas.TryGetValue(text, out var known))
                return known;
            var whole = new JsonObject
            {
                ["$defs"] = Document["components"]!["schemas"]!.DeepClone(),
                ["allOf"] = new JsonArray(schema.DeepClone()),
            };
            RemoveExtensions(whole);
            return Schemas[text] = JsonSchema.FromText(
                whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal)
            );
        }
    }

    // JSON Schema does not know OpenAPI's.
    private static void RemoveExtensions(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                RemoveExtensions(item);
        }
        if (node is not JsonObject schema)
            return;
        foreach (var name in schema.Select(member => member.Key).Where(name => name.StartsWith("x-", StringComparison.Ordinal)).ToList())
            schema.Remove(name);
        foreach (var (_, member) in schema)
            RemoveExtensions(member);
    }
}
