using System.Text.Json.Nodes;
using Fitness.Parity;
using Fitness.Tests.Support;

namespace Fitness.Tests.Parity;

/// <summary>What a report says to people.</summary>
public sealed class ReportTests(DescribedFixture described) : IClassFixture<DescribedFixture>
{
    private const string Dirty = "/build/dirty";

    [Fact]
    public async Task A_pull_request_gets_each_kind_of_difference_with_its_reason()
    {
        var rules = await RulesAsync(
            """{ "id": "soon", "paths": ["/software/runtime"], "reason": "It is new.", "owner": "o", "expires": "2026-11-27" }""",
            """{ "id": "gone", "paths": ["/software/globalization"], "reason": "It is old.", "owner": "o", "expires": "2026-11-26" }""",
            """{ "id": "idle", "paths": ["/software/nothing"], "reason": "It is idle.", "owner": "o" }"""
        );
        var one = described.Served.With(Dirty, "false");
        var other = one.With(Dirty, "true")
            .With("/software/runtime", "\".NET 99 | <b>\"")
            .With("/software/globalization", "\"icu-9\"")
            .With("/software/engine/version", "\"9.9.9\"")
            .With("/settings/Parity__Key", """{"value":null,"source":"environment variable","secret":{"present":true,"hash":null}}""");
        var report = Compared.Markdown(one, other, rules);
        var lines = report.Split('\n');
        Assert.StartsWith("**A** a.json: Development, version 1.0", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("uncommitted", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" with uncommitted changes", lines[1], StringComparison.Ordinal);
        Assert.Matches("^[0-9]+ the same\\.$", lines[3]);
        Assert.Contains("| what | A | B | what it can break |", lines);
        Assert.Contains("### Expected to differ", lines);
        Assert.Single(lines, line => line.EndsWith("| .NET 99 \\| &lt;b> | soon: It is new. |", StringComparison.Ordinal));
        Assert.Single(lines, line =>
            line.Contains("| icu-9 |", StringComparison.Ordinal)
            && line.Contains("The rule gone expected it until 2026-11-26.", StringComparison.Ordinal)
        );
        Assert.Single(lines, line =>
            line.StartsWith("| embedded engine |", StringComparison.Ordinal)
            && line.Contains("| 9.9.9 | Another engine", StringComparison.Ordinal)
        );
        Assert.Contains("Rules that matched nothing: ", report, StringComparison.Ordinal);
        Assert.Contains("Rules that have expired: gone.", lines);
    }

    [Fact]
    public void Nothing_that_differs_has_no_table()
    {
        var report = Compared.Markdown(described.Served, described.Served, Reviewed());
        Assert.DoesNotContain("###", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"value":"7","source":"command line"}""", "7 (command line)")]
    [InlineData("""{"value":null,"source":"default"}""", "not set (default)")]
    [InlineData(null, "absent")]
    public void A_setting_is_its_value_and_where_it_is_from(string? setting, string shown)
    {
        var (_, report) = Compared.Of(described.Served, described.Served.With("/settings/RateLimits__User__Requests", setting));
        Assert.Equal(shown, (string?)Assert.Single(report["unexpected"]!.AsArray())!["b"]);
    }

    [Fact]
    public void A_long_text_is_cut_and_of_many_members_the_first_are_shown()
    {
        var (_, report) = Compared.Of(described.Served, described.Served.With("/software/runtime", $"\"{new string('x', 1000)}\""));
        var shown = (string)Assert.Single(report["unexpected"]!.AsArray())!["b"]!;
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, 50, 500);
    }

    private static ParityRules Reviewed() => StrictJson.ReadRules(Repository.PathOf("deploy", "parity.rules.json"));

    private static async Task<ParityRules> RulesAsync(params string[] more)
    {
        var rules = JsonNode.Parse(
            await File.ReadAllTextAsync(Repository.PathOf("deploy", "parity.rules.json"), TestContext.Current.CancellationToken)
        )!;
        foreach (var rule in more)
            rules["rules"]!.AsArray().Add(JsonNode.Parse(rule));
        var path = Path.Combine(Folders.Create(), "rules.json");
        await File.WriteAllTextAsync(path, rules.ToJsonString(), TestContext.Current.CancellationToken);
        return StrictJson.ReadRules(path);
    }
}
