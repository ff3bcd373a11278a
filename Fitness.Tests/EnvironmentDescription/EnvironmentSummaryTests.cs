using System.Net;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.EnvironmentDescription;

/// <summary>Which Fitness it is: what everybody may know, and what only operators may.</summary>
public sealed class EnvironmentSummaryTests(SharedEngine engine)
{
    private const string Image = ImageExamples.Local;

    private static readonly string[] Public = ["environment", "version", "dirty", "takesTokens", "isOperator", "commit"];
    private static readonly string[] Details = ["region", "table", "engine", "tableProblems", "image", "digest"];

    [Fact]
    public async Task Outside_Development_everybody_learns_which_build_it_is_users_who_they_are_and_operators_all()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var api = await StartInTestAsync(issuer);
        var nobody = await ReadAsync(api.Client);
        Assert.Equal(Members(Public), Names(nobody));
        Assert.Equal((false, true), ((bool)nobody["isOperator"]!, (bool)nobody["takesTokens"]!));
        var build = BuildDescription.OfThisProgram;
        Assert.Equal(
            (EnvironmentNames.Test, build.Version, build.Commit),
            ((string?)nobody["environment"], (string?)nobody["version"], (string?)nobody["commit"])
        );

        using var ann = api.CreateClient(issuer.Token("ann"));
        var user = await ReadAsync(ann);
        Assert.Equal(Members([.. Public, "user"]), Names(user));
        Assert.Equal(("ann", false), ((string?)user["user"], (bool)user["isOperator"]!));

        using var olga = api.CreateClient(Operator(issuer));
        var all = await ReadAsync(olga);
        Assert.Equal(("olga", true), ((string?)all["user"], (bool)all["isOperator"]!));
        Assert.Equal(Details, Names(all["details"]!.AsObject()));
        Assert.Equal(
            (LocalDefaults.Region, api.Table, "local", Image, ImageExamples.Digest),
            (
                (string?)all["details"]!["region"],
                (string?)all["details"]!["table"],
                (string?)all["details"]!["engine"],
                (string?)all["details"]!["image"],
                (string?)all["details"]!["digest"]
            )
        );
        foreach (var bytes in new[] { nobody.ToJsonString(), user.ToJsonString() })
        {
            foreach (
                var hidden in new[]
                {
                    LocalDefaults.Region,
                    api.Table,
                    Image,
                    ImageExamples.Digest,
                    issuer.Url,
                    "sha256",
                    "127.0.0.1",
                    Environment.MachineName,
                    "olga",
                }
            )
                Assert.DoesNotContain(hidden, bytes, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("Bearer EXPIRED", "The token has expired.")]
    [InlineData("Bearer rubbish", "The token cannot be read")]
    [InlineData("Basic YW5uOmFubg==", "The 'Authorization' header has no bearer token.")]
    [InlineData("", "The 'Authorization' header has no bearer token.")]
    public async Task A_token_that_is_refused_elsewhere_is_refused_here_too(string authorization, string reason)
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var api = await StartInTestAsync(issuer);
        var expired = issuer.Token("ann", token =>
            (token.NotBefore, token.Expires) = (token.NotBefore!.Value.AddHours(-2), token.Expires!.Value.AddHours(-1))
        );
        using var response = await api.Client.SendAsync(
            HttpMethod.Get,
            Routes.EnvironmentSummary,
            headers: ("Authorization", authorization.Replace("EXPIRED", expired, StringComparison.Ordinal))
        );
        var problem = await response.ProblemAsync(401, "unauthorized");
        Assert.StartsWith(reason, (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task Where_the_issuer_is_silent_only_a_token_waits_for_it()
    {
        await using var issuer = await TestIssuer.StartAsync();
        issuer.FallSilent();
        await using var api = await StartInTestAsync(issuer);
        await ReadAsync(api.Client);
        Assert.Equal(0, issuer.Requests);
        using var ann = api.CreateClient(issuer.Token("ann"));
        using var response = await ann.GetAsync(Routes.EnvironmentSummary, TestContext.Current.CancellationToken);
        await response.ProblemAsync(503, "issuer-unavailable");
    }

    [Fact]
    public async Task In_Development_everybody_is_the_demo_user_and_may_see_all()
    {
        await using var api = new ApiFixture(engine).With(SettingNames.Image, Image);
        await api.InitializeAsync();
        var summary = await ReadAsync(api.Client);
        Assert.Equal(
            (EnvironmentNames.Development, "demo", false, true),
            ((string?)summary["environment"], (string?)summary["user"], (bool)summary["takesTokens"]!, (bool)summary["isOperator"]!)
        );
        Assert.Equal(
            ("local", api.Table, ImageExamples.Digest, 0),
            (
                (string?)summary["details"]!["engine"],
                (string?)summary["details"]!["table"],
                (string?)summary["details"]!["digest"],
                summary["details"]!["tableProblems"]!.AsArray().Count
            )
        );
    }

    [Fact]
    public async Task It_asks_the_storage_nothing_and_answers_while_that_is_away()
    {
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = new ApiFixture(engine).WithStorage(storage);
        await api.InitializeAsync();
        _ = api.Services;
        await ReadAsync(api.Client);
        Assert.Empty(
            await StorageRequests.OfAsync(api, () => api.Client.GetAsync(Routes.EnvironmentSummary, TestContext.Current.CancellationToken))
        );
        storage.Refuses = true;
        Assert.NotNull((await ReadAsync(api.Client))["details"]);
    }

    [Fact]
    public async Task Who_may_see_all_sees_how_the_table_differs_from_its_definition()
    {
        await using var api = new ApiFixture(engine);
        using var client = engine.CreateClient();
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = api.Table,
                AttributeDefinitions = [new("userId", "S"), new("itemId", "S")],
                KeySchema = [new("userId", "HASH"), new("itemId", "RANGE")],
                BillingMode = "PAY_PER_REQUEST",
            },
            TestContext.Current.CancellationToken
        );
        await api.InitializeAsync();
        var problems = (await ReadAsync(api.Client))["details"]!["tableProblems"]!.AsArray().Select(problem => (string?)problem);
        Assert.Contains("index ByStart is missing", problems);
    }

    private async Task<ApiFixture> StartInTestAsync(TestIssuer issuer)
    {
        var api = new ApiFixture(engine).In(EnvironmentNames.Test).WithIssuer(issuer).With(SettingNames.Image, Image);
        await api.InitializeAsync();
        return api;
    }

    private static string Operator(TestIssuer issuer) => issuer.Token("olga", token => token.Claims["roles"] = new[] { Roles.Operators });

    private static async Task<JsonObject> ReadAsync(HttpClient client)
    {
        using var response = await client.GetAsync(Routes.EnvironmentSummary, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    /// <summary>These members; without the commit if the checkout has none.</summary>
    private static IEnumerable<string> Members(string[] names) =>
        BuildDescription.OfThisProgram.Commit is null ? names.Except(["commit"]) : names;

    private static IEnumerable<string> Names(JsonObject json) => json.Select(member => member.Key);
}
