using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Changes;
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
        await Snapshot.CompareAsync(
            await api.Client.GetStringAsync(Routes.OpenApi, TestContext.Current.CancellationToken),
            "Fitness.Tests",
            "OpenApi",
            "openapi.v1.json"
        );
    }

    [Fact]
    public async Task The_document_has_no_validation_warnings_and_every_operation_is_described()
    {
        await using var stream = await api.Client.GetStreamAsync(Routes.OpenApi, TestContext.Current.CancellationToken);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, TestContext.Current.CancellationToken);
        memory.Position = 0;
        var result = await OpenApiDocument.LoadAsync(
            memory,
            OpenApiConstants.Json,
            new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() },
            TestContext.Current.CancellationToken
        );
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
        var document = JsonNode.Parse(await api.Client.GetStringAsync(Routes.OpenApi, TestContext.Current.CancellationToken))!;
        var tried = 0;
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                foreach (var (mediaType, content) in operation!["requestBody"]?["content"]?.AsObject().ToList() ?? [])
                {
                    if (content!["example"] is not { } example)
                        continue;
                    var id = Http.NewId();
                    if (method == "patch")
                        using (await api.Client.PutAsync(id, Http.Run)) { }
                    var body = example.GetValueKind() == JsonValueKind.String ? (string)example! : example.ToJsonString();
                    using var response = await api.Client.SendAsync(
                        new HttpMethod(method.ToUpperInvariant()),
                        path.Replace("{id}", id, StringComparison.Ordinal),
                        body,
                        mediaType,
                        method == "patch" ? [("If-Match", "*")] : []
                    );
                    Assert.True(
                        response.IsSuccessStatusCode,
                        $"{method} {path}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}"
                    );
                    tried++;
                }
            }
        }
        Assert.Equal(8, tried);
    }

    [Fact]
    public async Task Every_tag_has_a_text_and_operations()
    {
        var document = JsonNode.Parse(await api.Client.GetStringAsync(Routes.OpenApi, TestContext.Current.CancellationToken))!;
        var used = document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject())
            .Select(operation => (string)Assert.Single(operation.Value!["tags"]!.AsArray())!)
            .Distinct();
        var texts = document["tags"]!.AsArray().ToDictionary(tag => (string)tag!["name"]!, tag => (string?)tag!["description"]);
        Assert.Equal(texts.Keys.Order(), used.Order());
        Assert.All(texts, text => Assert.False(string.IsNullOrWhiteSpace(text.Value), text.Key));
        Assert.Contains($"{SyncToken.Life.TotalDays} days", texts["Sync"], StringComparison.Ordinal);
    }
}
