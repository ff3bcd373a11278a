using System.Text.Json.Nodes;
using Fitness.Tests.Support;

namespace Fitness.Tests.Parity;

/// <summary>What counts as a difference: descriptions of a real service, with a change in one of them.</summary>
public sealed class DifferenceTests(DescribedFixture described) : IClassFixture<DescribedFixture>
{
    [Theory]
    [InlineData("/software/assemblies/AWSSDK.DynamoDBv2/version", "\"3.7.0\"", "library AWSSDK.DynamoDBv2", "Another version of a library")]
    [InlineData("/software/assemblies/Polly.Core/sha256", "\"00\"", "library Polly.Core", "Another version of a library")]
    [InlineData("/software/assemblies", "null", "bill of materials", "nobody can tell which libraries")]
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
    public void Each_difference_is_named_alone_with_what_it_can_break(string path, string? value, string name, string breaks)
    {
        // As if from an image: the rules expect a laptop's own system to differ.
        var description = described.Served.With("/build/compiler", "\"aot\"");
        var other = description.With(path, value);
        // As a consequence, the program is from another build.
        other = other.With("/build/program", "\"00\"");
        var (asExpected, report) = Compared.Of(description, other);
        var row = Assert.Single(report["unexpected"]!.AsArray())!;
        Assert.False(asExpected);
        Assert.Contains((string)row["name"]!, name.Split('|'));
        Assert.Contains(breaks, (string)row["breaks"]!, StringComparison.Ordinal);
        Assert.NotEqual((string?)row["a"], (string?)row["b"]);
    }

    [Theory]
    [InlineData("/settings/RateLimits__User__WindowSeconds/source", "\"file\"")]
    [InlineData("/time/storageSkewSeconds", "1")]
    [InlineData("/build/image/reference", "\"ghcr.io/acme/fitness@" + ImageExamples.Digest + "\"")]
    [InlineData("/storage/found/encryption", "true")]
    public void What_is_expected_to_differ_or_does_not_matter_is_no_reason_to_stop(string path, string value)
    {
        var description = described.Served;
        var (asExpected, report) = Compared.Of(description, description.With(path, value));
        Assert.True(asExpected, report.ToJsonString());
        Assert.Empty(report["unexpected"]!.AsArray());
    }

    [Theory]
    [InlineData("/storage/problem", "\"It cannot be reached.\"", "storage problem")]
    [InlineData("/time/storageSkewSeconds", "-400", "clock against the storage's")]
    [InlineData("/build/dirty", "true", "uncommitted changes")]
    public void What_is_wrong_on_both_sides_is_not_the_same(string path, string value, string name)
    {
        var description = described.Served.With(path, value);
        var (asExpected, report) = Compared.Of(description, description);
        Assert.False(asExpected);
        Assert.Equal([name], Compared.Unexpected(report));
    }

    [Fact]
    public async Task Where_a_table_in_AWS_has_lost_its_protection_the_image_does_not_excuse_it()
    {
        var program = (await described.DescribeProgramAsync()).With("/build/compiler", "\"aot\"");
        var host = described.Served.With("/build/compiler", "\"aot\"");
        host["settings"] = program["settings"]!.DeepClone();
        host = host.With("/environment", "\"Test\"").With("/storage/endpoint", "\"regional\"");
        host = host.With("/storage/found/pointInTimeRecovery", "true")
            .With("/storage/found/encryption", "true")
            .With("/storage/found/deletionProtection", "true");
        var (asExpected, report) = Compared.Of(program, host);
        Assert.True(asExpected, report.ToJsonString());
        (_, report) = Compared.Of(
            program,
            host.With("/storage/found/deletionProtection", "false").With("/storage/found/pointInTimeRecovery", "false")
        );
        Assert.Equal(["deletionProtection of the table", "pointInTimeRecovery of the table"], Compared.Unexpected(report));
    }

    [Fact]
    public void A_side_of_an_older_release_does_not_differ_in_what_it_does_not_describe()
    {
        var description = described.Served.With("/build/compiler", "\"aot\"");
        var older = description.DeepClone();
        foreach (var part in new[] { "inputs", "logging", "network" })
            older.AsObject().Remove(part);
        var (asExpected, report) = Compared.Of(description, older);
        Assert.True(asExpected, report.ToJsonString());
        Assert.Equal(
            ["inputs below the settings", "log settings", "name resolution"],
            report["notCompared"]!
                .AsArray()
                .Select(row => (string)row!["name"]!)
                .Intersect(["inputs below the settings", "log settings", "name resolution"])
                .Order()
        );
        // None of its variables is set, which is another matter.
        var empty = description.With("/inputs/variables", "{}").With("/network/hosts", "{}");
        Assert.Contains(
            "variable HOME",
            Compared.Unexpected(
                Compared.Of(description.With("/inputs/variables/HOME", """{"value":"/root","secret":null}"""), empty).Report
            )
        );
    }

    [Fact]
    public void Two_hosts_of_one_environment_have_nothing_to_differ_in()
    {
        var host = described.Served.With("/environment", "\"Test\"").With("/build/compiler", "\"aot\"");
        host = host.With("/storage/endpoint", "\"regional\"");
        var other = host.With("/settings/AWS_REGION/value", "\"eu-west-1\"").With("/storage/table", "\"other\"");
        Assert.Equal(
            ["setting AWS_REGION", "table name"],
            Compared.Unexpected(Compared.Of(host, other.With("/settings/Fitness__Image/value", "\"ghcr.io/acme/fitness\"")).Report)
        );
    }

    [Fact]
    public void Another_program_or_digest_counts_where_nothing_else_explains_it()
    {
        var description = described.Served.With("/build/compiler", "\"aot\"");
        var other = description.With("/build/program", "\"00\"").With("/build/image/digest", "\"sha256:00\"");
        Assert.Equal(["image digest", "program file"], Compared.Unexpected(Compared.Of(description, other).Report));
        var (_, report) = Compared.Of(description, other.With("/software/openSsl", "\"3.0.1\""));
        Assert.Equal(["OpenSSL"], Compared.Unexpected(report));
        Assert.Equal(["image digest", "program file"], report["follows"]!.AsArray().Select(row => (string)row!["name"]!));
        // A laptop's compiler explains another program, even though that difference is expected itself.
        (var asExpected, report) = Compared.Of(
            description.With("/build/compiler", "\"jit\""),
            description.With("/build/image/digest", "\"sha256:00\"")
        );
        Assert.True(asExpected, report.ToJsonString());
    }

    [Fact]
    public void Secrets_are_compared_by_their_hashes_where_both_sides_have_the_same_key()
    {
        const string setting = "/settings/Authentication__Schemes__Bearer__SigningKeys__0__Value/secret/hash";
        var description = described.Served;
        Assert.Equal(
            ["setting Authentication__Schemes__Bearer__SigningKeys__0__Value"],
            Compared.Unexpected(Compared.Of(description, description.With(setting, "\"00\"")).Report)
        );

        var (asExpected, report) = Compared.Of(description, description.With(setting, "\"00\"").With("/secretsKey", "\"00000000\""));
        Assert.True(asExpected);
        Assert.Contains(report["notCompared"]!.AsArray(), row =>
            ((string)row!["why"]!).Contains("the same Parity__Key", StringComparison.Ordinal)
            && ((string)row["path"]!).Contains("SigningKeys", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_description_without_a_server_stands_with_its_definition()
    {
        var serving = described.Served;
        var command = await described.DescribeProgramAsync();
        command["settings"] = serving["settings"]!.DeepClone();
        var (asExpected, report) = Compared.Of(serving, command);
        Assert.True(asExpected, report.ToJsonString());
        (_, report) = Compared.Of(serving.With("/storage/found/indexes/BySport", null), command);
        Assert.Equal(["index BySport of the table"], Compared.Unexpected(report));
    }

    [Fact]
    public void Everything_that_a_description_has_has_a_sentence_in_the_rules()
    {
        var description = described.Served;
        var other = description.DeepClone();
        ChangeLeaves(other);
        var (_, report) = Compared.Of(description, other);
        Assert.True(
            report["unexpected"]!.AsArray().Count > 60,
            report["unexpected"]!.AsArray().Count.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.DoesNotContain(report["unexpected"]!.AsArray(), row =>
            ((string)row!["breaks"]!).Contains("Nobody has written down", StringComparison.Ordinal)
        );
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
}
