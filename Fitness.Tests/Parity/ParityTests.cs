using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Parity;

/// <summary><c>fitness parity</c> on descriptions of a real service, with a change in one of them.</summary>
public sealed class ParityTests(SharedEngine engine)
{
    private const string Key = "a-key-of-the-hashes";

    [Theory]
    [InlineData("/software/assemblies/AWSSDK.DynamoDBv2/version", "\"3.7.0\"", "library AWSSDK.DynamoDBv2", "Another version of a library")]
    [InlineData("/software/assemblies/Polly.Core/sha256", "\"00\"", "library Polly.Core", "Another version of a library")]
    [InlineData("/software/timeZones/sha256", "\"00\"", "time-zone database", "Offsets of some zones differ")]
    [InlineData("/software/certificates/count", "3", "certificate authorities", "A certificate that one side trusts")]
    [InlineData("/software/timeZones", "null", "time-zone database", "Offsets of some zones differ")]
    [InlineData("/software/certificates", "null", "certificate authorities", "A certificate that one side trusts")]
    [InlineData("/software/runtime", "\".NET 9.0.1\"", "runtime", "Another .NET")]
    [InlineData(
        "/settings/AWS_RETRY_MODE",
        """{"source":"environment variable","value":null,"secret":{"present":true,"hash":null}}""",
        "setting AWS_RETRY_MODE",
        "The setting changes"
    )]
    [InlineData(
        "/settings/Authentication__Schemes__Bearer__RequireHttpsMetadata/value",
        "\"false\"",
        "setting Authentication__Schemes__Bearer__RequireHttpsMetadata",
        "The setting changes"
    )]
    [InlineData("/process/limits/openFiles", "64", "open files", "Connections are refused")]
    [InlineData("/software/globalization", "\"icu\"", "globalization", "Sorting, casing")]
    [InlineData("/settings/RateLimits__User__Requests/value", "\"7\"", "setting RateLimits__User__Requests", "The setting changes")]
    [InlineData(
        "/settings/Authentication__Schemes__Bearer__ClockSkew",
        """{"source":"file","value":null,"secret":{"present":true,"hash":null}}""",
        "setting Authentication__Schemes__Bearer__ClockSkew",
        "The setting changes"
    )]
    [InlineData("/storage/found/indexes/ByDay", null, "index ByDay of the table", "Lists, sync or summaries")]
    [InlineData("/storage/found/indexes/ByDay/projection", "\"ALL\"", "index ByDay of the table", "Lists, sync or summaries")]
    [InlineData("/storage/found/timeToLive", "\"off\"", "timeToLive of the table|time to live of the table", "Expired idempotency keys")]
    [InlineData("/storage/found/billing", "\"PROVISIONED\"", "billing of the table", "operated in another way")]
    [InlineData("/storage/problem", "\"It cannot be reached.\"", "storage problem", "One side cannot use")]
    [InlineData("/storage/definition/billing", "\"PROVISIONED\"", "billing in the table's definition", "another definition")]
    [InlineData("/process/garbageCollector", "\"server\"", "garbage collector", "Memory and pauses")]
    [InlineData("/time/storageSkewSeconds", "-400", "clock against the storage's", "DynamoDB refuses requests")]
    [InlineData("/behaviour/openApi", "\"00\"", "OpenAPI document", "The contract differs")]
    [InlineData("/behaviour/limits/batchItems", "25", "limit batchItems", "that one side takes")]
    [InlineData("/build/commit", "\"00\"", "commit", "Other sources")]
    [InlineData("/build/dirty", "true", "uncommitted changes", "nobody else's checkout")]
    [InlineData(
        "/inputs/variables/HTTPS_PROXY",
        """{"value":null,"secret":{"present":true,"hash":null}}""",
        "variable HTTPS_PROXY",
        "proxies, protocols"
    )]
    [InlineData(
        "/inputs/variables/DOTNET_SYSTEM_NET_DISABLEIPV6",
        """{"value":"1","secret":null}""",
        "variable DOTNET_SYSTEM_NET_DISABLEIPV6",
        "order of addresses"
    )]
    [InlineData("/inputs/files/gai.conf/value", "\"00\"", "file gai.conf", "another order")]
    [InlineData(
        "/inputs/files/aws-config",
        """{"value":null,"secret":{"present":true,"hash":null}}""",
        "the AWS SDK's file aws-config",
        "Credentials, role or region"
    )]
    [InlineData(
        "/logging/Logging__LogLevel__Default/value",
        "\"Debug\"",
        "log setting Logging__LogLevel__Default",
        "What one side's log tells"
    )]
    [InlineData("/network/nameServers", """["192.0.2.53"]""", "name servers", "A name that one side finds")]
    [InlineData("/network/options", """["ndots:5"]""", "resolver options", "take longer")]
    [InlineData("/network/hosts/issuer.example", "\"192.0.2.9\"", "hosts entry of issuer.example", "sends the calls")]
    [InlineData("/network/otherHosts", """{"count":3,"sha256":"00"}""", "other hosts entries", "sends the calls")]
    [InlineData("/behaviour/mood", "\"good\"", "/behaviour/mood", "Nobody has written down")]
    public async Task Each_difference_is_named_alone_with_what_it_can_break(string path, string? value, string name, string breaks)
    {
        // As if from an image: the rules expect a laptop's own system to differ.
        var description = With(await DescriptionAsync(), "/build/compiler", "\"aot\"");
        var other = With(description, path, value);
        // As a consequence, the program is from another build.
        other = With(other, "/build/program", "\"00\"");
        var (exitCode, report) = await CompareAsync(description, other);
        var row = Assert.Single(report["unexpected"]!.AsArray())!;
        Assert.Equal(1, exitCode);
        Assert.Contains((string)row["name"]!, name.Split('|'));
        Assert.Contains(breaks, (string)row["breaks"]!, StringComparison.Ordinal);
        Assert.NotEqual((string?)row["a"], (string?)row["b"]);
    }

    [Theory]
    [InlineData("/settings/RateLimits__User__WindowSeconds/source", "\"file\"")]
    [InlineData("/time/storageSkewSeconds", "1")]
    [InlineData("/build/image/reference", "\"ghcr.io/acme/fitness@" + ImageExamples.Digest + "\"")]
    [InlineData("/storage/found/encryption", "true")]
    public async Task What_is_expected_to_differ_or_does_not_matter_is_no_reason_to_stop(string path, string value)
    {
        var description = await DescriptionAsync();
        var (exitCode, report) = await CompareAsync(description, With(description, path, value));
        Assert.True(exitCode == 0, report.ToJsonString());
        Assert.Empty(report["unexpected"]!.AsArray());
    }

    [Theory]
    [InlineData("/storage/problem", "\"It cannot be reached.\"", "storage problem")]
    [InlineData("/time/storageSkewSeconds", "-400", "clock against the storage's")]
    [InlineData("/build/dirty", "true", "uncommitted changes")]
    public async Task What_is_wrong_on_both_sides_is_not_the_same(string path, string value, string name)
    {
        var description = With(await DescriptionAsync(), path, value);
        var (exitCode, report) = await CompareAsync(description, description);
        Assert.Equal(1, exitCode);
        Assert.Equal([name], Unexpected(report));
    }

    [Fact]
    public async Task Where_a_table_in_AWS_has_lost_its_protection_the_image_does_not_excuse_it()
    {
        var described = JsonNode.Parse((await ApiProcess.CommandAsync(ApiProgram.DescribeCommand)).Output)!;
        described = With(With(described, "/build/dirty", "false"), "/build/compiler", "\"aot\"");
        var host = With(await DescriptionAsync(), "/build/compiler", "\"aot\"");
        host["settings"] = described["settings"]!.DeepClone();
        host = With(With(host, "/environment", "\"Test\""), "/storage/endpoint", "\"regional\"");
        host = With(
            With(With(host, "/storage/found/pointInTimeRecovery", "true"), "/storage/found/encryption", "true"),
            "/storage/found/deletionProtection",
            "true"
        );
        var (exitCode, report) = await CompareAsync(described, host);
        Assert.True(exitCode == 0, report.ToJsonString());
        (_, report) = await CompareAsync(
            described,
            With(With(host, "/storage/found/deletionProtection", "false"), "/storage/found/pointInTimeRecovery", "false")
        );
        Assert.Equal(["deletionProtection of the table", "pointInTimeRecovery of the table"], Unexpected(report));
    }

    [Fact]
    public async Task A_side_of_an_older_release_does_not_differ_in_what_it_does_not_describe()
    {
        var description = With(await DescriptionAsync(), "/build/compiler", "\"aot\"");
        var older = description.DeepClone();
        foreach (var part in new[] { "inputs", "logging", "network" })
            older.AsObject().Remove(part);
        var (exitCode, report) = await CompareAsync(description, older);
        Assert.True(exitCode == 0, report.ToJsonString());
        Assert.Equal(
            ["inputs below the settings", "log settings", "name resolution"],
            report["notCompared"]!
                .AsArray()
                .Select(row => (string)row!["name"]!)
                .Intersect(["inputs below the settings", "log settings", "name resolution"])
                .Order()
        );
        // None of its variables is set, which is another matter.
        var empty = With(With(description, "/inputs/variables", "{}"), "/network/hosts", "{}");
        Assert.Contains(
            "variable HOME",
            Unexpected(
                (await CompareAsync(With(description, "/inputs/variables/HOME", """{"value":"/root","secret":null}"""), empty)).Report
            )
        );
    }

    [Fact]
    public async Task Two_hosts_of_one_environment_have_nothing_to_differ_in()
    {
        var host = With(With(await DescriptionAsync(), "/environment", "\"Test\""), "/build/compiler", "\"aot\"");
        host = With(host, "/storage/endpoint", "\"regional\"");
        var other = With(With(host, "/settings/AWS_REGION/value", "\"eu-west-1\""), "/storage/table", "\"other\"");
        Assert.Equal(
            ["setting AWS_REGION", "table name"],
            Unexpected((await CompareAsync(host, With(other, "/settings/Fitness__Image/value", "\"ghcr.io/acme/fitness\""))).Report)
        );
    }

    [Fact]
    public async Task Another_program_or_digest_counts_where_nothing_else_explains_it()
    {
        var description = With(await DescriptionAsync(), "/build/compiler", "\"aot\"");
        var other = With(With(description, "/build/program", "\"00\""), "/build/image/digest", "\"sha256:00\"");
        Assert.Equal(["image digest", "program file"], Unexpected((await CompareAsync(description, other)).Report));
        var (_, report) = await CompareAsync(description, With(other, "/software/openSsl", "\"3.0.1\""));
        Assert.Equal(["OpenSSL"], Unexpected(report));
        Assert.Equal(["image digest", "program file"], report["follows"]!.AsArray().Select(row => (string)row!["name"]!));
        // A laptop's compiler explains another program, even though that difference is expected itself.
        (var exitCode, report) = await CompareAsync(
            With(description, "/build/compiler", "\"jit\""),
            With(description, "/build/image/digest", "\"sha256:00\"")
        );
        Assert.True(exitCode == 0, report.ToJsonString());
    }

    [Fact]
    public async Task Secrets_are_compared_by_their_hashes_where_both_sides_have_the_same_key()
    {
        const string setting = "/settings/Authentication__Schemes__Bearer__SigningKeys__0__Value/secret/hash";
        var description = await DescriptionAsync();
        Assert.Equal(
            ["setting Authentication__Schemes__Bearer__SigningKeys__0__Value"],
            Unexpected((await CompareAsync(description, With(description, setting, "\"00\""))).Report)
        );

        var (exitCode, report) = await CompareAsync(description, With(With(description, setting, "\"00\""), "/secretsKey", "\"00000000\""));
        Assert.Equal(0, exitCode);
        Assert.Contains(report["notCompared"]!.AsArray(), row =>
            ((string)row!["why"]!).Contains("the same Parity__Key", StringComparison.Ordinal)
            && ((string)row["path"]!).Contains("SigningKeys", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_description_without_a_server_stands_with_its_definition()
    {
        var serving = await DescriptionAsync();
        var command = JsonNode.Parse((await ApiProcess.CommandAsync(ApiProgram.DescribeCommand)).Output)!;
        command["settings"] = serving["settings"]!.DeepClone();
        command["build"]!["dirty"] = false;
        var (exitCode, report) = await CompareAsync(serving, command);
        Assert.True(exitCode == 0, report.ToJsonString());
        (_, report) = await CompareAsync(With(serving, "/storage/found/indexes/BySport", null), command);
        Assert.Equal(["index BySport of the table"], Unexpected(report));
    }

    [Fact]
    public async Task Everything_that_a_description_has_has_a_sentence_in_the_rules()
    {
        var description = await DescriptionAsync();
        var other = description.DeepClone();
        ChangeLeaves(other);
        var (_, report) = await CompareAsync(description, other);
        Assert.True(
            report["unexpected"]!.AsArray().Count > 60,
            report["unexpected"]!.AsArray().Count.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.DoesNotContain(report["unexpected"]!.AsArray(), row =>
            ((string)row!["breaks"]!).Contains("Nobody has written down", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Two_services_that_run_are_compared_by_their_addresses()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var laptop = new ApiFixture(engine);
        await laptop.InitializeAsync();
        await using var same = new ApiFixture(engine);
        await same.InitializeAsync();
        var rules = await ParityRulesFile.ForUncommittedWorkAsync();
        var (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            "parity",
            laptop.Client.BaseAddress!.AbsoluteUri,
            same.Client.BaseAddress!.AbsoluteUri,
            "--rules",
            rules
        );
        Assert.True(exitCode == 0, output + error);
        Assert.Matches(@"(?s)same \d{2,}.*expected to differ \d+.*local-engine.*unexpected 0", output);

        await using var test = new ApiFixture(engine)
            .In(EnvironmentNames.Test)
            .WithIssuer(issuer)
            .With(SettingNames.Table, laptop.Table)
            .With("RateLimits:User:Requests", "7");
        await test.InitializeAsync();
        var address = test.Client.BaseAddress!.AbsoluteUri;
        (exitCode, _, error) = await FitnessCli.RunAsync(Repository.Root, null, "parity", laptop.Client.BaseAddress.AbsoluteUri, address);
        Assert.Equal(
            (
                2,
                $"fitness parity: B cannot be read. {address}environment answers 401. It wants a token with the role 'operators' in the variable FITNESS_TOKEN."
            ),
            (exitCode, error)
        );
        (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            [("FITNESS_TOKEN", issuer.Token("olga", token => token.Claims["roles"] = new[] { Roles.Operators }))],
            "parity",
            laptop.Client.BaseAddress.AbsoluteUri,
            address,
            "--markdown",
            "--rules",
            rules
        );
        Assert.True(exitCode == 1, output + error);
        Assert.Matches(@"\| setting RateLimits__User__Requests \| 1000000 \([a-z ]+\) \| 7 \([a-z ]+\) \| The setting changes", output);
        Assert.Contains("| one-variable: One variable picks the environment", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_side_that_has_another_name_says_so()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var api = new ApiFixture(engine)
            .In(EnvironmentNames.Test)
            .WithIssuer(issuer)
            .With(SettingNames.AllowedHosts, "fitness.example");
        await api.InitializeAsync();
        var address = api.Client.BaseAddress!.AbsoluteUri;
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, null, "parity", address, address);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal(
            $"fitness parity: A cannot be read. {address}environment answers 421. The service does not answer under this host name. The request is for '127.0.0.1'. This service answers under the names of the setting AllowedHosts.",
            error
        );
    }

    [Theory]
    [InlineData("http://127.0.0.1:9", "A cannot be read. http://127.0.0.1:9/environment is not reached")]
    [InlineData("README.md", "A cannot be read. 'README.md' gives no environment description")]
    [InlineData(
        "fitness/no-such-image:1",
        "A cannot be read. 'fitness/no-such-image:1' is no file and no address, and as an image it cannot be run: "
    )]
    [InlineData("http://localhost:99999", "A cannot be read. 'http://localhost:99999' is no address.")]
    public async Task A_side_that_cannot_be_read_is_2_with_the_reason(string side, string text)
    {
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, null, "parity", side, side);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"fitness parity: {text}", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n'));
    }

    [Theory]
    [InlineData("""{ "subjects": [], "rules": [{ "id": "x", "paths": ["/a"], "reason": "r" }] }""", "owner")]
    [InlineData(
        """{ "subjects": [], "rules": [{ "id": "x", "paths": ["/a"], "reason": "r", "owner": "o", "expire": "2026-01-01" }] }""",
        "expire"
    )]
    [InlineData(
        """{ "subjects": [], "rules": [{ "id": "x", "paths": ["/a"], "reason": " ", "owner": "o" }] }""",
        "the rule 'x' needs a reason and an owner"
    )]
    [InlineData(
        """{ "subjects": [], "rules": [{ "id": "x", "paths": ["/a"], "reason": "r", "owner": "o" }, { "id": "x", "paths": ["/b"], "reason": "r", "owner": "o" }] }""",
        "two rules 'x'"
    )]
    public async Task Rules_that_cannot_be_read_are_2_with_the_place(string rules, string text)
    {
        var path = Path.Combine(Folders.Create(), "rules.json");
        await File.WriteAllTextAsync(path, rules, TestContext.Current.CancellationToken);
        var (exitCode, _, error) = await FitnessCli.RunAsync(Repository.Root, null, "parity", "a.json", "b.json", "--rules", path);
        Assert.Equal(2, exitCode);
        Assert.Contains(text, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_description_that_is_none_inside_is_2_as_well()
    {
        var description = await DescriptionAsync();
        foreach (var broken in new[] { "/storage", "/settings" })
        {
            var folder = Folders.Create();
            var (first, second) = (Path.Combine(folder, "a.json"), Path.Combine(folder, "b.json"));
            await File.WriteAllTextAsync(first, description.ToJsonString(), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(
                second,
                With(description, broken, """{"x":1}""").ToJsonString().Replace("\"time\":", "\"t\":", StringComparison.Ordinal),
                TestContext.Current.CancellationToken
            );
            var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, null, "parity", first, second, "--json");
            Assert.True(exitCode == (broken == "/storage" ? 2 : 1), output + error);
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Rules_that_expired_or_matched_nothing_are_reported()
    {
        var rules = JsonNode.Parse(
            await File.ReadAllTextAsync(Repository.PathOf("deploy", "parity.rules.json"), TestContext.Current.CancellationToken)
        )!;
        Rule("soon", "2126-01-01");
        Rule("gone", "2026-01-01");
        Rule("misspelt", "2126-01-01");
        rules["rules"]!.AsArray()[^1]!["either"] = new JsonObject { ["/enviroment"] = new JsonArray("Test") };
        var path = Path.Combine(Folders.Create(), "rules.json");
        await File.WriteAllTextAsync(path, rules.ToJsonString(), TestContext.Current.CancellationToken);

        var description = await DescriptionAsync();
        var (exitCode, report) = await CompareAsync(
            description,
            With(With(description, "/software/runtime", "\"soon\""), "/software/globalization", "\"gone\""),
            "--rules",
            path
        );
        Assert.Equal(1, exitCode);
        Assert.Equal(["globalization"], Unexpected(report));
        Assert.EndsWith(
            "The rule gone expected it until 2026-01-01.",
            (string?)report["unexpected"]![0]!["breaks"],
            StringComparison.Ordinal
        );
        Assert.Equal(["gone"], report["expiredRules"]!.AsArray().Select(rule => (string)rule!));
        var idle = report["rulesWithoutMatch"]!.AsArray().Select(rule => (string)rule!).ToList();
        Assert.Contains("one-variable", idle);
        Assert.DoesNotContain("soon", idle);
        // It applies to Test and Production, and neither side is one of them.
        Assert.DoesNotContain("environment-settings", idle);
        // No side can ever meet its condition.
        Assert.Contains("misspelt", idle);

        void Rule(string id, string expires) =>
            rules["rules"]!
                .AsArray()
                .Add(
                    new JsonObject
                    {
                        ["id"] = id,
                        ["paths"] = new JsonArray(id == "soon" ? "/software/runtime" : "/software/globalization"),
                        ["reason"] = "An upgrade is under way.",
                        ["owner"] = "The Fitness team",
                        ["expires"] = expires,
                    }
                );
    }

    private static IEnumerable<string> Unexpected(JsonNode report) => report["unexpected"]!.AsArray().Select(row => (string)row!["name"]!);

    private async Task<JsonNode> DescriptionAsync()
    {
        await using var api = new ApiFixture(engine)
            .With(SettingNames.Image, ImageExamples.Local)
            .With(SettingNames.ParityKey, Key)
            .With($"{SettingNames.BearerSection}:SigningKeys:0:Issuer", "issuer")
            .With($"{SettingNames.BearerSection}:SigningKeys:0:Value", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0")
            .With($"{SettingNames.BearerSection}:ValidIssuer", "issuer")
            .With(SettingNames.Audience, "fitness");
        await api.InitializeAsync();
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        var description = JsonNode.Parse(
            await client.GetStringAsync(Routes.EnvironmentDescription, TestContext.Current.CancellationToken)
        )!;
        // During development, the tests' own changes are not committed yet.
        return With(description, "/build/dirty", "false");
    }

    private static JsonNode With(JsonNode description, string path, string? value)
    {
        var changed = description.DeepClone();
        var segments = path.Split('/')[1..];
        var parent = segments[..^1].Aggregate(changed, (node, segment) => node[segment]!).AsObject();
        if (value is null)
            parent.Remove(segments[^1]);
        else
            parent[segments[^1]] = JsonNode.Parse(value);
        return changed;
    }

    private static void ChangeLeaves(JsonNode node)
    {
        foreach (var (name, child) in node.AsObject().ToList())
        {
            if (child is JsonObject { Count: > 0 })
                ChangeLeaves(child);
            else
                node[name] = "changed";
        }
    }

    private static async Task<(int ExitCode, JsonNode Report)> CompareAsync(JsonNode a, JsonNode b, params string[] options)
    {
        var folder = Folders.Create();
        var (first, second) = (Path.Combine(folder, "a.json"), Path.Combine(folder, "b.json"));
        await File.WriteAllTextAsync(first, a.ToJsonString(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(second, b.ToJsonString(), TestContext.Current.CancellationToken);
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, null, ["parity", first, second, "--json", .. options]);
        Assert.True(exitCode < 2, error);
        return (exitCode, JsonNode.Parse(output)!);
    }
}
