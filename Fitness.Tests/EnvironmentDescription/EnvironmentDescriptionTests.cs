using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Settings;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Json.Schema;

namespace Fitness.Tests.EnvironmentDescription;

public sealed class EnvironmentDescriptionTests(SharedEngine engine)
{
    private const string Image = ImageExamples.Local;
    private const string Key = "a-key-of-the-hashes";

    [Fact]
    public async Task Development_says_what_runs_and_on_what()
    {
        await using var api = new ApiFixture(engine).With(SettingNames.Image, Image);
        await api.InitializeAsync();
        var description = await DescribeAsync(api);
        Assert.Equal(
            ("Development", Image, ImageExamples.Digest, "local", "us-east-1", api.Table),
            (
                (string?)description["environment"],
                (string?)description["build"]!["image"]!["reference"],
                (string?)description["build"]!["image"]!["digest"],
                (string?)description["storage"]!["endpoint"],
                (string?)description["storage"]!["region"],
                (string?)description["storage"]!["table"]
            )
        );
        Assert.Equal(ImageUnderTest.Name is null ? "jit" : "aot", (string?)description["build"]!["compiler"]);
        Assert.Equal(0, (long)description["time"]!["storageSkewSeconds"]!, 2d);
        var software = description["software"]!;
        Assert.Matches(@"^glibc \d+\.\d+$", (string)software["cLibrary"]!);
        Assert.Matches(@"^3\.\d+\.\d+$", (string)software["openSsl"]!);
        Assert.Matches(@"^\d{4}[a-z]+$", (string)software["timeZones"]!["version"]!);
        Assert.Matches("^[0-9a-f]{64}$", (string)software["certificates"]!["sha256"]!);
        Assert.Equal(Pinned("AWSSDK.DynamoDBv2"), (string?)software["assemblies"]!["AWSSDK.DynamoDBv2"]!["version"]);
        // The commit identifies the service's own projects; their bytes differ with the folder in which they were built.
        Assert.DoesNotContain(software["assemblies"]!.AsObject(), assembly =>
            assembly.Key.StartsWith("Fitness.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task It_is_what_its_schema_says_with_a_server_and_without()
    {
        await using var api = new ApiFixture(engine).With(SettingNames.Image, Image);
        await api.InitializeAsync();
        using var client = Anonymous(api);
        using var response = await client.GetAsync(Routes.EnvironmentDescription, TestContext.Current.CancellationToken);
        Assert.Equal(
            "</environment/schema>; rel=\"describedby\"; type=\"application/schema+json\"",
            response.Headers.GetValues("Link").Single()
        );
        using var published = await client.GetAsync(Routes.EnvironmentSchema, TestContext.Current.CancellationToken);
        Assert.Equal("application/schema+json", published.Content.Headers.ContentType!.MediaType);
        var schema = JsonSchema.FromText(await published.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var (_, command) = await ApiProcess.CommandAsync(ApiProgram.DescribeCommand);
        foreach (var text in new[] { await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), command })
        {
            using var document = JsonDocument.Parse(text);
            Assert.True(schema.Evaluate(document.RootElement).IsValid, text);
        }
        using var incomplete = JsonDocument.Parse("""{"environment":"Test"}""");
        Assert.False(schema.Evaluate(incomplete.RootElement).IsValid);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Forbidden)]
    [InlineData("cognito:groups", HttpStatusCode.OK)]
    [InlineData("roles", HttpStatusCode.OK)]
    [InlineData("role", HttpStatusCode.OK)]
    [InlineData("groups", HttpStatusCode.Forbidden)]
    public async Task Outside_Development_it_is_for_operators_alone(string? claim, HttpStatusCode expected)
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var api = new ApiFixture(engine).In(EnvironmentNames.Test).WithIssuer(issuer);
        await api.InitializeAsync();
        using var client = Anonymous(api);
        var token = issuer.Token("olga", descriptor =>
        {
            if (claim is { Length: > 0 })
                descriptor.Claims[claim] = new[] { "testers", Roles.Operators };
        });
        if (claim is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.GetAsync(Routes.EnvironmentDescription, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
        var body = await response.JsonAsync();
        Assert.Equal(expected == HttpStatusCode.OK ? EnvironmentNames.Test : null, (string?)body["environment"]);
    }

    [Fact]
    public async Task It_has_no_secret_but_tells_whether_two_environments_have_the_same()
    {
        var one = await DescribeWithSecretsAsync(Key, "the-first-command-key");
        var same = await DescribeWithSecretsAsync(Key, "the-first-command-key");
        var other = await DescribeWithSecretsAsync(Key, "the-second-command-key");
        var otherKey = await DescribeWithSecretsAsync("another-key-of-the-hashes", "the-first-command-key");
        var none = await DescribeWithSecretsAsync(null, "the-first-command-key");
        Assert.True((bool)CommandKey(one)["present"]!);
        Assert.Matches("^[0-9a-f]{32}$", (string)CommandKey(one)["hash"]!);
        Assert.Equal((string?)CommandKey(one)["hash"], (string?)CommandKey(same)["hash"]);
        Assert.NotEqual((string?)CommandKey(one)["hash"], (string?)CommandKey(other)["hash"]);
        Assert.Equal((string?)one["secretsKey"], (string?)other["secretsKey"]);
        Assert.NotEqual((string?)one["secretsKey"], (string?)otherKey["secretsKey"]);
        Assert.NotEqual((string?)CommandKey(one)["hash"], (string?)CommandKey(otherKey)["hash"]);
        Assert.True((bool)CommandKey(none)["present"]!);
        Assert.Null(CommandKey(none)["hash"]);
        // An unknown setting may hold anything.
        Assert.Equal(
            (true, null),
            (
                (bool)one["settings"]!["Authentication__Schemes__Bearer__SigningKeys__0__Value"]!["secret"]!["present"]!,
                (string?)one["settings"]!["Authentication__Schemes__Bearer__SigningKeys__0__Value"]!["value"]
            )
        );

        static JsonNode CommandKey(JsonNode description) => description["settings"]!["Development__CommandKey"]!["secret"]!;
    }

    [Fact]
    public async Task Every_row_of_the_table_of_settings_is_in_it()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        var settings = (await DescribeAsync(api))["settings"]!.AsObject();
        var rows = SettingTable.Rows.Where(row => row.IsDescribed && !row.IsPattern).ToList();
        Assert.True(rows.Count > 20);
        Assert.All(rows, row => Assert.Equal(row.IsSecret, settings[SettingNames.Variable(row.Name)]!["secret"] is not null));
    }

    [Fact]
    public async Task The_table_is_as_found_with_its_differences_from_the_template()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        var before = (await DescribeAsync(api))["storage"]!;
        Assert.Equal(before["definition"]!["indexes"]!.ToJsonString(), before["found"]!["indexes"]!.ToJsonString());

        await using var altered = new ApiFixture(engine);
        using var client = engine.CreateClient();
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = altered.Table,
                AttributeDefinitions = [new("userId", "S"), new("itemId", "S")],
                KeySchema = [new("userId", "HASH"), new("itemId", "RANGE")],
                BillingMode = "PROVISIONED",
                ProvisionedThroughput = new ProvisionedThroughput(5, 5),
            },
            TestContext.Current.CancellationToken
        );
        await altered.InitializeAsync();
        var after = (await DescribeAsync(altered))["storage"]!;
        var differences = after["differences"]!.AsArray().Select(difference => (string?)difference).ToList();
        foreach (
            var expected in new[]
            {
                "index ByStart is missing",
                "time to live is 'off', not 'expiresAt'",
                "billing is 'PROVISIONED', not 'PAY_PER_REQUEST'",
            }
        )
            Assert.Contains(expected, differences);
        Assert.Equal((string?)before["fingerprint"], (string?)(await DescribeAsync(api))["storage"]!["fingerprint"]);
        Assert.NotEqual((string?)before["fingerprint"], (string?)after["fingerprint"]);
    }

    [Fact]
    public async Task A_storage_that_is_away_is_described_as_such()
    {
        using var storage = new HookedDynamoDBClient(engine) { HasNoTable = true };
        await using var api = new ApiFixture(engine).WithStorage(storage);
        await api.InitializeAsync();
        _ = api.Services;
        var description = (await DescribeAsync(api))["storage"]!;
        Assert.Equal(
            ("The table is not there.", null, null),
            ((string?)description["problem"], description["found"], (string?)description["fingerprint"])
        );
    }

    [Fact]
    public async Task A_storage_that_refuses_is_described_as_such()
    {
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = new ApiFixture(engine).WithStorage(storage);
        await api.InitializeAsync();
        _ = api.Services;
        storage.Refuses = true;
        Assert.Equal("It refuses: AccessDeniedException.", (string?)(await DescribeAsync(api))["storage"]!["problem"]);
    }

    [Fact]
    public async Task It_asks_the_storage_for_descriptions_alone_and_not_again_within_seconds()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        using var client = Anonymous(api);
        var first = await StorageRequests.OfAsync(api, () =>
            client.GetAsync(Routes.EnvironmentDescription, TestContext.Current.CancellationToken)
        );
        Assert.Equal(["DescribeContinuousBackups", "DescribeTable", "DescribeTimeToLive"], first.Order(StringComparer.Ordinal));
        Assert.Empty(
            await StorageRequests.OfAsync(api, () => client.GetAsync(Routes.EnvironmentDescription, TestContext.Current.CancellationToken))
        );
    }

    [Fact]
    public async Task A_zone_or_an_authority_that_differs_shows()
    {
        ImageUnderTest.SkipInside("The test gives the process another time-zone database and other certificates");
        Platform.RequireLinux("The test uses a time-zone database and a list of certificates that .NET reads from files");
        var zones = Folders.Create();
        File.Copy("/usr/share/zoneinfo/Europe/Berlin", Path.Combine(zones, "Berlin"));
        // As on Debian when no zone has been chosen.
        File.CreateSymbolicLink(Path.Combine(zones, "localtime"), "/nowhere/localtime");
        var bundle = Path.Combine(zones, "authorities.pem");
        var certificates = await File.ReadAllTextAsync("/etc/ssl/certs/ca-certificates.crt", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            bundle,
            certificates[(certificates.IndexOf("-----END CERTIFICATE-----\n", StringComparison.Ordinal) + 26)..],
            TestContext.Current.CancellationToken
        );
        var nothing = Folders.Create();
        var usual = await SoftwareAsync(("SSL_CERT_DIR", nothing));
        var other = await SoftwareAsync(("TZDIR", zones), ("SSL_CERT_FILE", bundle), ("SSL_CERT_DIR", nothing));
        Assert.Equal(1, (int)other["timeZones"]!["zones"]!);
        Assert.NotEqual((string?)usual["timeZones"]!["sha256"], (string?)other["timeZones"]!["sha256"]);
        Assert.Equal((int)usual["certificates"]!["count"]! - 1, (int)other["certificates"]!["count"]!);

        static async Task<JsonNode> SoftwareAsync(params (string, string)[] settings) =>
            JsonNode.Parse((await ApiProcess.RunAsync(EnvironmentNames.Development, [ApiProgram.DescribeCommand], settings)).Output)![
                "software"
            ]!;
    }

    private async Task<JsonNode> DescribeWithSecretsAsync(string? key, string commandKey)
    {
        const string signingKey = "YWxzbyBhIHNlY3JldCB0aGF0IG5vYm9keSBtYXkgc2Vl";
        await using var api = new ApiFixture(engine)
            .With(SettingNames.CommandKey, commandKey)
            .With($"{SettingNames.BearerSection}:SigningKeys:0:Value", signingKey)
            .With($"{SettingNames.BearerSection}:SigningKeys:0:Issuer", "issuer")
            .With($"{SettingNames.BearerSection}:ValidIssuer", "issuer")
            .With(SettingNames.Audience, "fitness");
        if (key is not null)
            api.With(SettingNames.ParityKey, key);
        await api.InitializeAsync();
        var description = await DescribeAsync(api);
        foreach (var secret in new[] { key, commandKey, signingKey }.OfType<string>())
            Assert.DoesNotContain(secret, description.ToJsonString(), StringComparison.Ordinal);
        return description;
    }

    private static string Pinned(string package) =>
        Regex
            .Match(
                File.ReadAllText(Repository.PathOf("Directory.Packages.props")),
                $"Include=\"{Regex.Escape(package)}\" Version=\"([^\"]+)\""
            )
            .Groups[1]
            .Value;

    /// <summary>A client without the contract check: the mobile clients' contract does not have the description.</summary>
    private static HttpClient Anonymous(ApiFixture api) => new() { BaseAddress = api.Client.BaseAddress };

    private static async Task<JsonNode> DescribeAsync(ApiFixture api)
    {
        using var client = Anonymous(api);
        using var response = await client.GetAsync(Routes.EnvironmentDescription, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }
}
