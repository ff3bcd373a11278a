using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Batch;
using Fitness.Api.Features.Import;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Server;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.OpenApi;

/// <summary>What the OpenAPI document, and so the reference page, tells a developer of an app before the operations.</summary>
public sealed partial class IntroductionTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task It_says_what_a_developer_of_an_app_needs() =>
        Assert.Equal(
            [
                "## A first call",
                "## Getting a token",
                "### In Development",
                "### In Test",
                "## ETags",
                "## Retries",
                "## Sync",
                "## Duplicates",
                "## Errors",
                "## Limits",
                "## Pages",
                "## Units and times",
            ],
            Prose(await ReadAsync()).Split('\n').Where(line => line.StartsWith('#'))
        );

    [Fact]
    public async Task Its_first_call_can_be_pasted_and_answers_what_it_says()
    {
        var text = await ReadAsync();
        var call = FirstCall().Match(text);
        Assert.True(call.Success, text);
        Assert.Equal($"http://localhost:{Ports.Host}", call.Groups["address"].Value);
        var (path, body) = (call.Groups["path"].Value, call.Groups["body"].Value);
        using var created = await api.Client.SendAsync(HttpMethod.Put, path, body);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);

        var shown = Blocks(text, "json")[0].AsObject();
        var stored = await created.JsonAsync();
        Assert.Equal([.. stored.Where(field => field.Value is not null).Select(field => field.Key)], shown.Select(field => field.Key));
        foreach (var field in new[] { "createdAt", "updatedAt", "etag" })
        {
            Assert.Equal(Kind((string)stored[field]!), Kind((string)shown[field]!));
            stored.Remove(field);
            shown.Remove(field);
        }
        Assert.All(shown, field => Assert.True(JsonNode.DeepEquals(field.Value, stored[field.Key]), field.Key));

        using var again = await api.Client.SendAsync(HttpMethod.Put, path, body);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(created.ETag(), again.ETag());
    }

    [Fact]
    public async Task Its_error_is_one_of_the_services()
    {
        using var refused = await api.Client.PostAsync("""{"sport":"running","elapsedSeconds":1860}""");
        var problem = await refused.JsonAsync();
        var shown = Blocks(await ReadAsync(), "json")[1];
        Assert.True(JsonNode.DeepEquals(shown, problem), problem.ToJsonString());
    }

    [Fact]
    public async Task Its_way_to_a_token_is_that_of_the_stack()
    {
        var text = await ReadAsync();
        var template = JsonNode.Parse(
            await File.ReadAllTextAsync(Repository.PathOf("deploy", "resources.template.json"), TestContext.Current.CancellationToken)
        )!;
        var (pool, client) = (template["Resources"]!["UserPool"]!["Properties"]!, template["Resources"]!["UserPoolClient"]!["Properties"]!);
        Assert.All(["UserPoolId", SettingNames.AudienceOutput], output =>
            Assert.True(text.Contains($"`{output}`", StringComparison.Ordinal) && template["Outputs"]![output] is not null, output)
        );
        Assert.Contains("Users cannot sign up themselves", text, StringComparison.Ordinal);
        Assert.True((bool)pool["AdminCreateUserConfig"]!["AllowAdminCreateUserOnly"]!);
        Assert.Contains("which has no secret", text, StringComparison.Ordinal);
        Assert.False((bool)client["GenerateSecret"]!);
        Assert.Contains("works for an hour", text, StringComparison.Ordinal);
        Assert.Equal((60, "minutes"), ((int)client["AccessTokenValidity"]!, (string?)client["TokenValidityUnits"]!["AccessToken"]));
        var flows = client["ExplicitAuthFlows"]!.AsArray().Select(flow => (string?)flow).ToList();
        Assert.All(["ADMIN_USER_PASSWORD_AUTH", "SRP", "refresh token"], way => Assert.Contains(way, text, StringComparison.Ordinal));
        Assert.All(["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"], flow =>
            Assert.Contains(flow, flows)
        );
    }

    [Fact]
    public async Task Its_numbers_are_those_of_the_code()
    {
        var text = Prose(await ReadAsync());
        string[] limits =
        [
            $"A body: {RequestLimits.MaxBodyBytes / 1024} KB.",
            $"A batch: {BatchInput.MaxItems} activities of {RequestLimits.MaxBodyBytes / 1024} KB each.",
            $"An imported file: {ImportLimits.MaxBytes / 1024 / 1024} MB.",
            $"for {UserItems.IdempotencyLife.TotalHours} hours",
            $"for {ActivityItem.TombstoneLife.TotalDays} days",
        ];
        foreach (var limit in limits)
        {
            Assert.Contains(limit, text, StringComparison.Ordinal);
            text = text.Replace(limit, "", StringComparison.Ordinal);
        }
        // Standards, the steps of a list, and the statuses remain.
        text = Standard().Replace(Step().Replace(text, ""), "");
        var statuses = ProblemTypes
            .All.Select(type => type.Status)
            .Concat([200, 201, 304, 4])
            .Select(status => status.ToString(CultureInfo.InvariantCulture));
        Assert.Empty(Number().Matches(text).Select(number => number.Value).Except(statuses));
    }

    [Fact]
    public async Task Its_addresses_are_the_services()
    {
        var document = await DocumentAsync();
        var paths = Path().Matches((string)document["info"]!["description"]!).Select(path => path.Value).Distinct().ToList();
        Assert.Contains(Routes.ActivityChanges, paths);
        var operations = document["paths"]!
            .AsObject()
            .Select(path => new Regex(
                $"^{path.Key.Replace("{id}", "[^/]+", StringComparison.Ordinal).Replace("{name}", "[^/]+", StringComparison.Ordinal)}$"
            ))
            .ToList();
        Assert.All(paths, path => Assert.True(path == Routes.OpenApi || operations.Exists(operation => operation.IsMatch(path)), path));
        using var contract = await api.Client.GetAsync(Routes.OpenApi);
        Assert.Equal(HttpStatusCode.OK, contract.StatusCode);
    }

    private async Task<string> ReadAsync() => (string)(await DocumentAsync())["info"]!["description"]!;

    private async Task<JsonNode> DocumentAsync() =>
        JsonNode.Parse(await api.Client.GetStringAsync(Routes.OpenApi, TestContext.Current.CancellationToken))!;

    private static string Prose(string text) => Block().Replace(text, "");

    private static List<JsonNode> Blocks(string text, string language) =>
        [
            .. Block()
                .Matches(text)
                .Where(block => block.Groups["language"].Value == language)
                .Select(block => JsonNode.Parse(block.Groups["code"].Value)!),
        ];

    /// <summary>A text with all digits alike.</summary>
    private static string Kind(string text) => HexNumber().Replace(text, "0");

    [GeneratedRegex(@"```(?<language>\w+)\n(?<code>.*?)\n *```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(
        @"curl -i -X PUT \\\n +(?<address>http://[^/]+)(?<path>\S+) \\\n +-H 'Content-Type: application/json' \\\n +-d '(?<body>[^']+)'"
    )]
    private static partial Regex FirstCall();

    [GeneratedRegex(@"RFC \d+|rfc\d+|UUID version \d|JSON over HTTP")]
    private static partial Regex Standard();

    [GeneratedRegex(@"^\d\. ", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex(@"(?<![\w/])\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<=[`(\d ])/(?:v1|problems|openapi)[\w./-]*")]
    private static partial Regex Path();

    [GeneratedRegex("[0-9a-f]+")]
    private static partial Regex HexNumber();
}
