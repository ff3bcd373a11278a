using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Fitness.Tests.OpenApi;

public sealed class OpenApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task The_document_is_the_reviewed_one()
    {
        var document = await api.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        await Snapshot.CompareAsync(document + "\n", "Fitness.Tests", "OpenApi", "openapi.v1.json");
    }

    [Fact]
    public async Task The_document_has_no_validation_warnings_and_every_operation_is_described()
    {
        await using var stream = await api.Client.GetStreamAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, TestContext.Current.CancellationToken);
        memory.Position = 0;
        var result = await OpenApiDocument.LoadAsync(memory, OpenApiConstants.Json, new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() }, TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostic!.Errors.Select(error => error.Message));
        Assert.Empty(result.Diagnostic.Warnings.Select(warning => warning.Message));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, result.Diagnostic.SpecificationVersion);
        foreach (var operation in result.Document!.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            Assert.False(string.IsNullOrWhiteSpace(operation.Summary));
            Assert.False(string.IsNullOrWhiteSpace(operation.OperationId));
        }
    }

    [Fact]
    public async Task Every_example_of_a_request_is_one_that_the_API_takes()
    {
        var document = JsonNode.Parse(await api.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!;
        var tried = 0;
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                foreach (var (mediaType, content) in operation!["requestBody"]?["content"]?.AsObject().ToList() ?? [])
                {
                    if (content!["example"] is not { } example) continue;
                    var id = Http.NewId();
                    if (method == "patch") using (await api.Client.PutAsync(id, Http.Run)) { }
                    var body = example.GetValueKind() == JsonValueKind.String ? (string)example! : example.ToJsonString();
                    using var response = await api.Client.SendAsync(new HttpMethod(method.ToUpperInvariant()), path.Replace("{id}", id, StringComparison.Ordinal), body, mediaType, method == "patch" ? [("If-Match", "*")] : []);
                    Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
                    tried++;
                }
            }
        }
        Assert.Equal(5, tried);
    }

    [Fact]
    public async Task The_reference_page_answers()
    {
        using var page = await api.Client.GetAsync("/scalar", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("https://cdn", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
