using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.OpenApi;

/// <summary>The page on which people read the OpenAPI document: what it delivers to a browser.</summary>
public sealed partial class ReferencePageTests(SharedEngine engine)
{
    private const string PageDocument = "/scalar/openapi/v1.json";

    [Fact]
    public async Task It_loads_nothing_from_anywhere_else_and_leads_to_no_other_program()
    {
        await using var api = await StartAsync();
        var (html, configuration) = await ReadAsync(api);
        Assert.DoesNotContain("//", html.Replace("<!doctype html>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False((bool)configuration["withDefaultFonts"]!);
        Assert.False((bool)configuration["telemetry"]!);
        Assert.True((bool)configuration["hideClientButton"]!);
        Assert.True((bool)configuration["agent"]!["disabled"]!);
        Assert.True((bool)configuration["mcp"]!["disabled"]!);
        Assert.Equal("never", (string?)configuration["showDeveloperTools"]);
        Assert.Equal("none", (string?)configuration["documentDownloadType"]);
    }

    [Fact]
    public async Task Where_every_caller_is_the_demo_user_it_asks_for_no_token_and_the_contract_is_the_same()
    {
        await using var api = await StartAsync();
        Assert.Equal(PageDocument, await SourceAsync(api));
        using var shown = await api.Client.GetAsync(PageDocument);
        Assert.Equal("application/json", shown.Content.Headers.ContentType?.MediaType);
        var document = await shown.JsonAsync();
        Assert.All(Operations(document), operation => Assert.False(operation.ContainsKey("security")));
        Assert.False(document["components"]!.AsObject().ContainsKey("securitySchemes"));

        // Nothing else is missing but the examples of parameters that a call need not have.
        var contract = await ContractAsync(api);
        Assert.Contains(Operations(contract), operation => operation.Remove("security"));
        foreach (var operation in Operations(contract))
        {
            operation.Remove("security");
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
            {
                if ((bool?)parameter!["required"] != true)
                    parameter.AsObject().Remove("example");
            }
        }
        contract["components"]!.AsObject().Remove("securitySchemes");
        Assert.True(JsonNode.DeepEquals(contract, document));
    }

    [Theory]
    [InlineData(EnvironmentNames.Development)]
    [InlineData(EnvironmentNames.Test)]
    public async Task Where_tokens_are_checked_it_says_so(string environment)
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var api = await StartAsync(fixture =>
            (environment == EnvironmentNames.Development ? fixture : fixture.In(environment)).WithIssuer(issuer)
        );
        Assert.Equal(PageDocument, await SourceAsync(api));
        using var shown = await api.Client.GetAsync(PageDocument);
        Assert.Contains(Operations(await shown.JsonAsync()), operation => operation["security"] is JsonArray { Count: 1 });
        var contract = await ContractAsync(api);
        Assert.Equal("bearer", (string?)contract["components"]!["securitySchemes"]!["bearer"]!["scheme"]);
        Assert.All(
            contract["paths"]!
                .AsObject()
                .Where(path => path.Key.StartsWith("/v1/", StringComparison.Ordinal))
                .SelectMany(path => path.Value!.AsObject()),
            operation => Assert.NotEmpty(operation.Value!["security"]!.AsArray())
        );
        // Nobody is asked here, in no environment.
        Assert.All(
            contract["paths"]!
                .AsObject()
                .Where(path => path.Key.StartsWith(Routes.Problems, StringComparison.Ordinal))
                .SelectMany(path => path.Value!.AsObject()),
            operation => Assert.Empty(operation.Value!["security"]!.AsArray())
        );
    }

    private async Task<ApiFixture> StartAsync(Func<ApiFixture, ApiFixture>? configure = null)
    {
        var api = new ApiFixture(engine);
        configure?.Invoke(api);
        await api.InitializeAsync();
        return api;
    }

    private static async Task<(string Html, JsonObject Configuration)> ReadAsync(ApiFixture api)
    {
        using var page = await api.Client.GetAsync(Routes.ApiReference);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var configuration = Configuration().Match(html);
        Assert.True(configuration.Success, html);
        return (html, JsonNode.Parse(configuration.Value)!.AsObject());
    }

    /// <summary>The path of the one document that the page shows.</summary>
    private static async Task<string> SourceAsync(ApiFixture api)
    {
        var source = Assert.Single((await ReadAsync(api)).Configuration["sources"]!.AsArray());
        return $"/{((string)source!["url"]!).TrimStart('/')}";
    }

    private static async Task<JsonObject> ContractAsync(ApiFixture api)
    {
        var text = await api.Client.GetStringAsync(Routes.OpenApi, TestContext.Current.CancellationToken);
        var reviewed = await File.ReadAllTextAsync(
            Repository.PathOf("Fitness.Tests", "OpenApi", "openapi.v1.json"),
            TestContext.Current.CancellationToken
        );
        Assert.True(reviewed == text, "The contract is another one here.");
        return JsonNode.Parse(text)!.AsObject();
    }

    private static IEnumerable<JsonObject> Operations(JsonObject document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!.AsObject());

    [GeneratedRegex(@"(?<=initialize\([^{]*)\{.*\}(?=,)", RegexOptions.Singleline)]
    private static partial Regex Configuration();
}
