using System.Text.Json.Nodes;
using Fitness.Parity;
using Fitness.Tests.Support;

namespace Fitness.Tests.Parity;

/// <summary>The reviewed file with what may differ.</summary>
public sealed class RuleTests(DescribedFixture described) : IClassFixture<DescribedFixture>
{
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
    public async Task Rules_that_cannot_be_read_are_refused_with_the_place(string rules, string text)
    {
        var path = Path.Combine(Folders.Create(), "rules.json");
        await File.WriteAllTextAsync(path, rules, TestContext.Current.CancellationToken);
        Assert.Contains(text, await Compared.RefusalAsync("a.json", "b.json", rules: path), StringComparison.Ordinal);
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

        var description = described.Served;
        var (asExpected, report) = Compared.Of(
            description,
            description.With("/software/runtime", "\"soon\"").With("/software/globalization", "\"gone\""),
            StrictJson.ReadRules(path)
        );
        Assert.False(asExpected);
        Assert.Equal(["globalization"], Compared.Unexpected(report));
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
}
