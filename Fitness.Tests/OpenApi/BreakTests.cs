using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fitness.Tests.Support;

namespace Fitness.Tests.OpenApi;

/// <summary>A change of the contract that breaks a client of the published version is meant, and named, or fails.</summary>
public sealed partial class BreakTests
{
    // Two calls: one with a parameter and an answer, and one with a body.
    private const string Small = """
        {
          "paths": {
            "/things": {
              "get": {
                "operationId": "ListThings",
                "parameters": [{ "in": "query", "name": "limit", "schema": { "type": "integer", "maximum": 200 } }],
                "responses": {
                  "200": {
                    "headers": { "ETag": {} },
                    "content": { "application/json": { "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Thing" } } } }
                  },
                  "404": {}
                }
              },
              "post": {
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/ThingInput" } } } },
                "responses": {
                  "201": {
                    "content": {
                      "application/x-ndjson": {
                        "schema": { "type": "string", "format": "binary", "x-line-schema": { "type": "object", "properties": { "line": {} } } }
                      }
                    }
                  }
                }
              }
            }
          },
          "components": {
            "schemas": {
              "Kind": { "type": "string", "enum": ["big", "small"] },
              "Thing": {
                "required": ["name", "kind"],
                "type": "object",
                "properties": {
                  "name": { "type": "string" },
                  "kind": { "$ref": "#/components/schemas/Kind" },
                  "made": { "type": "string", "format": "date-time" },
                  "parts": { "type": "array", "items": { "$ref": "#/components/schemas/Thing" } },
                  "part": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Thing" }] }
                }
              },
              "ThingInput": {
                "required": ["name"],
                "type": "object",
                "properties": {
                  "name": { "type": ["null", "string"], "maxLength": 200 },
                  "kind": { "$ref": "#/components/schemas/Kind" },
                  "weight": { "type": "number", "minimum": 0 }
                }
              }
            }
          }
        }
        """;

    [Fact]
    public async Task The_contract_breaks_no_client_of_the_published_version_unless_the_break_is_named()
    {
        var breaks = ContractComparison.Breaks(await ReadAsync("openapi.v1.published.json"), await ReadAsync("openapi.v1.json"));
        var named = Named()
            .Matches(await File.ReadAllTextAsync(PathOf("breaks.md"), TestContext.Current.CancellationToken))
            .Select(line => line.Groups[1].Value)
            .ToList();
        var unnamed = breaks.Except(named).ToList();
        Assert.True(
            unnamed.Count == 0,
            $"These break clients of the published version. If they are meant, name them in breaks.md, each with its reason:\n{string.Join('\n', unnamed)}"
        );
        var past = named.Except(breaks).ToList();
        Assert.True(past.Count == 0, $"breaks.md names what is no break:\n{string.Join('\n', past)}");
    }

    [Theory]
    [InlineData("\"/things\"", "\"/objects\"", "GET /things: gone", "POST /things: gone")]
    [InlineData("\"post\"", "\"put\"", "POST /things: gone")]
    [InlineData("ListThings", "GetThings", "GET /things: operationId is GetThings, not ListThings")]
    [InlineData("\"name\": \"limit\"", "\"name\": \"size\"", "GET /things, query limit: gone")]
    [InlineData("\"name\": \"limit\"", "\"required\": true, \"name\": \"limit\"", "GET /things, query limit: newly required")]
    [InlineData("\"maximum\": 200", "\"maximum\": 100", "GET /things, query limit: maximum 100, not 200")]
    [InlineData("\"404\"", "\"410\"", "GET /things 404: gone")]
    [InlineData("\"ETag\"", "\"Etag2\"", "GET /things 200, header ETag: gone")]
    [InlineData(
        "{ \"application/json\": { \"schema\": { \"type\": \"array\"",
        "{ \"text/json\": { \"schema\": { \"type\": \"array\"",
        "GET /things 200, application/json: gone"
    )]
    [InlineData(
        "{ \"application/json\": { \"schema\": { \"$ref\"",
        "{ \"text/json\": { \"schema\": { \"$ref\"",
        "POST /things, application/json: gone"
    )]
    [InlineData("\"required\": [\"name\", \"kind\"]", "\"required\": [\"kind\"]", "Thing, in a response, name: no longer always there")]
    [InlineData("\"made\"", "\"born\"", "Thing, in a response, made: gone")]
    [InlineData("\"format\": \"date-time\"", "\"format\": \"date\"", "Thing, in a response, made: format date, not date-time")]
    [InlineData(
        "\"name\": { \"type\": \"string\" }",
        "\"name\": { \"type\": [\"null\", \"string\"] }",
        "Thing, in a response, name: null or string, not string"
    )]
    [InlineData("\"big\", ", "", "Kind, in a request: value big gone")]
    [InlineData("\"big\", ", "\"big\", \"huge\", ", "Kind, in a response: value huge new")]
    [InlineData(", \"enum\": [\"big\", \"small\"]", "", "Kind, in a response: any value")]
    [InlineData("\"weight\"", "\"mass\"", "ThingInput, in a request, weight: gone")]
    [InlineData("\"required\": [\"name\"]", "\"required\": [\"name\", \"weight\"]", "ThingInput, in a request, weight: newly required")]
    [InlineData("[\"null\", \"string\"]", "\"string\"", "ThingInput, in a request, name: string, not null or string")]
    [InlineData("\"type\": \"number\"", "\"type\": \"integer\"", "ThingInput, in a request, weight: integer, not number")]
    [InlineData("\"minimum\": 0", "\"minimum\": 1", "ThingInput, in a request, weight: minimum 1, not 0")]
    [InlineData(
        "\"maxLength\": 200",
        "\"maxLength\": 100, \"pattern\": \"^a\"",
        "ThingInput, in a request, name: maxLength 100, not 200",
        "ThingInput, in a request, name: pattern ^a, not none"
    )]
    [InlineData(
        "\"items\": { \"$ref\": \"#/components/schemas/Thing\" } },",
        "\"items\": { \"oneOf\": [{ \"type\": \"null\" }, { \"$ref\": \"#/components/schemas/Thing\" }] } },",
        "Thing, in a response, parts, items: null or object, not object"
    )]
    [InlineData("\"line\": {}", "\"text\": {}", "POST /things 201, application/x-ndjson, line, line: gone")]
    // What breaks nobody: more statuses and members, wider requests, narrower responses.
    [InlineData("\"404\": {}", "\"404\": {}, \"410\": {}")]
    [InlineData("\"made\"", "\"new\": { \"type\": \"string\" }, \"made\"")]
    [InlineData("\"weight\"", "\"new\": { \"type\": \"string\" }, \"weight\"")]
    [InlineData("\"maximum\": 200", "\"maximum\": 500")]
    [InlineData("\"maxLength\": 200", "\"maxLength\": 300")]
    [InlineData("\"required\": [\"name\", \"kind\"]", "\"required\": [\"name\", \"kind\", \"made\"]")]
    [InlineData("\"type\": \"number\"", "\"type\": [\"null\", \"number\"]")]
    [InlineData(
        "\"oneOf\": [{ \"type\": \"null\" }, { \"$ref\": \"#/components/schemas/Thing\" }]",
        "\"$ref\": \"#/components/schemas/Thing\""
    )]
    public void A_change_breaks_exactly_what_a_client_relies_on(string before, string after, params string[] breaks)
    {
        var changed = Small.Replace(before, after, StringComparison.Ordinal);
        Assert.NotEqual(Small, changed);
        Assert.Equal(breaks, ContractComparison.Breaks(Parse(Small), Parse(changed)));
    }

    private static async Task<JsonObject> ReadAsync(string name) =>
        Parse(await File.ReadAllTextAsync(PathOf(name), TestContext.Current.CancellationToken));

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();

    private static string PathOf(string name) => Repository.PathOf("Fitness.Tests", "OpenApi", name);

    [GeneratedRegex("^- `(.+)`: .+$", RegexOptions.Multiline)]
    private static partial Regex Named();
}
