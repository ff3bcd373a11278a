using System.Net;
using System.Text.Json.Nodes;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Tests.Hosting;
using Fitness.Tests.Parity;
using Fitness.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.EnvironmentDescription;

/// <summary>Another environment description, compared by the service itself.</summary>
public sealed class EnvironmentComparisonTests(SharedEngine engine, ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task It_is_what_the_command_line_says_of_the_same_two_descriptions()
    {
        ImageUnderTest.SkipInside("The test compares by the rules of this checkout");
        var own = await DescribeAsync();
        var other = own.With("/environment", "\"Test\"")
            .With("/software/runtime", "\".NET 99\"")
            .With("/settings/RateLimits__User__Requests", """{"value":"7","source":"command line"}""")
            .With("/network/names", null);
        var answer = await CompareAsync(other);
        var (asExpected, report) = Compared.Of(own, other);
        Assert.False(asExpected);
        Assert.Equal((asExpected, (int)report["same"]!), ((bool)answer["isAsExpected"]!, (int)answer["same"]!));
        foreach (
            var (verdict, note) in new[] { ("expected", "reason"), ("unexpected", "breaks"), ("notCompared", "why"), ("follows", null) }
        )
        {
            Assert.Equal(
                report[verdict]!
                    .AsArray()
                    .Select(row =>
                        (Text(row, "path"), Text(row, "name"), Text(row, "a"), Text(row, "b"), Text(row, note), Text(row, "rule"))
                    ),
                answer["rows"]!
                    .AsArray()
                    .Where(row => Text(row, "verdict") == verdict)
                    .Select(row =>
                        (
                            Text(row, "path"),
                            Text(row, "name"),
                            Text(row, "here"),
                            Text(row, "there"),
                            note is null ? null : Text(row, "note"),
                            Text(row, "rule")
                        )
                    )
            );
        }
        Assert.Equal(report["rulesWithoutMatch"]!.ToJsonString(), answer["idleRules"]!.ToJsonString());
        Assert.Equal(report["expiredRules"]!.ToJsonString(), answer["expiredRules"]!.ToJsonString());
        Assert.Equal(
            ("Development", "Test", (string?)own["build"]!["version"], (string?)own["build"]!["commit"]),
            (
                Text(answer["here"], "environment"),
                Text(answer["there"], "environment"),
                Text(answer["there"], "version"),
                Text(answer["there"], "commit")
            )
        );
    }

    [Fact]
    public async Task Outside_Development_it_is_for_operators_alone()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var test = new ApiFixture(engine).In(EnvironmentNames.Test).WithIssuer(issuer);
        await test.InitializeAsync();
        var description = (await DescribeAsync()).ToJsonString();
        using (var nobody = await SendAsync(test.Client, description))
            await nobody.ProblemAsync(401, "unauthorized");
        using var ann = test.CreateClient(issuer.Token("ann"));
        using (var user = await SendAsync(ann, description))
            await user.ProblemAsync(403, "forbidden");
        using var olga = test.CreateClient(issuer.Token("olga", token => token.Claims["roles"] = new[] { Roles.Operators }));
        using var answered = await SendAsync(olga, description);
        var answer = await answered.JsonAsync();
        Assert.Equal(("Test", "Development"), (Text(answer["here"], "environment"), Text(answer["there"], "environment")));
    }

    [Theory]
    [InlineData("/build", null, "/build", "It must be a JSON object.")]
    [InlineData("/build", "\"x\"", "/build", "It must be a JSON object.")]
    [InlineData("/storage", "[]", "/storage", "It must be a JSON object.")]
    [InlineData("/storage/definition", "1", "/storage/definition", "It must be a JSON object.")]
    [InlineData("/storage/found", "[1]", "/storage/found", "It must be a JSON object, null or absent.")]
    [InlineData("/inputs", "\"x\"", "/inputs", "It must be a JSON object, null or absent.")]
    [InlineData("/inputs/files", "[]", "/inputs/files", "It must be a JSON object, null or absent.")]
    [InlineData("/environment", "{}", "/environment", "It must be a text.")]
    [InlineData("/build/version", "null", "/build/version", "It must be a text.")]
    [InlineData("/secretsKey", "1", "/secretsKey", "It must be a text, null or absent.")]
    [InlineData("/settings", """{"x":"\ud800"}""", "/settings/x", "The text is not valid Unicode.")]
    [InlineData("/settings", """{"\udc00":1}""", "/settings", "A member's name is not valid Unicode.")]
    [InlineData("/settings", """{"a/b":1,"a/b":2}""", "/settings/a~1b", "The member is given more than once.")]
    public async Task What_is_no_description_is_refused_with_the_place(string path, string? value, string place, string message)
    {
        const string mark = "\"a-mark-in-place-of-the-value\"";
        var text = (await DescribeAsync()).With(path, value is null ? null : mark).ToJsonString();
        using var response = await SendAsync(api.Client, value is null ? text : text.Replace(mark, value, StringComparison.Ordinal));
        var errors = (await response.ProblemAsync(422, "no-environment-description"))["errors"]!.AsObject();
        Assert.Equal(message, (string?)Assert.Single(errors[place]!.AsArray()));
    }

    public static TheoryData<string, int, string, string> Large =>
        new()
        {
            { "[]", 422, "no-environment-description", "The body must be a JSON object." },
            { "{", 400, "malformed-json", "The body is not JSON" },
            {
                $$"""{"x":"{{new string('x', ComparedDescription.MaxBytes)}}"}""",
                413,
                "body-too-large",
                $"{ComparedDescription.MaxBytes} bytes"
            },
            {
                $$"""{"x":[{{string.Join(',', Enumerable.Repeat("1", ComparedDescription.MaxValues + 1))}}]}""",
                422,
                "no-environment-description",
                $"A description may have {ComparedDescription.MaxValues} values."
            },
            {
                string.Concat(Enumerable.Repeat("{\"x\":", 25)) + "1" + new string('}', 25),
                422,
                "no-environment-description",
                $"nested {ComparedDescription.MaxDepth} levels deep"
            },
            { new string('[', 100_000), 400, "malformed-json", "The body is not JSON" },
            {
                $$"""{"{{new string('n', ComparedDescription.MaxPointer)}}":1}""",
                422,
                "no-environment-description",
                $"{ComparedDescription.MaxPointer} characters together"
            },
        };

    [Theory]
    [MemberData(nameof(Large))]
    public async Task What_is_beyond_the_bounds_is_refused_with_the_bound(string body, int status, string type, string text)
    {
        using var response = await SendAsync(api.Client, body);
        var problem = await response.ProblemAsync(status, type);
        Assert.Contains(text, problem.ToJsonString(), StringComparison.Ordinal);
        Assert.InRange(problem.ToJsonString().Length, 0, 2000);
    }

    [Fact]
    public async Task The_costliest_body_within_the_bounds_is_answered()
    {
        var own = await DescribeAsync();
        var members = string.Join(
            ',',
            Enumerable.Range(0, ComparedDescription.MaxValues - 2000).Select(number => $"\"{number:x}\":{{\"y\":1}}")
        );
        foreach (var part in new[] { "settings", "probe" })
        {
            own[part] = JsonNode.Parse($"{{{members}}}");
            var answer = await CompareAsync(own);
            Assert.True(answer["rows"]!.AsArray().Count > ComparedDescription.MaxValues - 2000);
            own.AsObject().Remove(part);
            own["settings"] = new JsonObject();
        }
    }

    [Fact]
    public async Task Nothing_of_the_body_is_logged_and_no_address_in_it_is_called()
    {
        await using var issuer = await TestIssuer.StartAsync();
        using var log = new CountingLog(LogLevel.Trace);
        await using var logged = new ApiFixture(engine)
            .With("Logging:LogLevel:Default", "Trace")
            .WithServices(services => services.AddLogging(logging => logging.AddProvider(log)));
        await logged.InitializeAsync();
        const string secret = "what-only-the-caller-knows";
        var description = await DescribeAsync();
        description["settings"]![secret] = new JsonObject { ["value"] = issuer.Url };
        description["network"]!["names"] = new JsonObject { [issuer.Url] = secret };
        using (var compared = await SendAsync(logged.Client, description.ToJsonString()))
            Assert.Contains(
                secret,
                await compared.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal
            );
        description["build"] = secret;
        using (var refused = await SendAsync(logged.Client, description.ToJsonString()))
            await refused.ProblemAsync(422, "no-environment-description");
        Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        Assert.Equal(0, issuer.Requests);
    }

    private async Task<JsonNode> DescribeAsync()
    {
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        return JsonNode.Parse(await client.GetStringAsync(Routes.EnvironmentDescription, TestContext.Current.CancellationToken))!;
    }

    private async Task<JsonObject> CompareAsync(JsonNode other)
    {
        using var response = await SendAsync(api.Client, other.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string body) =>
        client.SendAsync(HttpMethod.Post, Routes.EnvironmentComparison, body);

    private static string? Text(JsonNode? row, string? member) => member is null ? null : (string?)row![member];
}
