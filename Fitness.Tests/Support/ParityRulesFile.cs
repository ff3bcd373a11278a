using System.Text.Json.Nodes;

namespace Fitness.Tests.Support;

/// <summary>The rules for tests that run during development: uncommitted changes do not count as a difference.</summary>
internal static class ParityRulesFile
{
    public static async Task<string> ForUncommittedWorkAsync()
    {
        var rules = JsonNode.Parse(
            await File.ReadAllTextAsync(Repository.PathOf("deploy", "parity.rules.json"), TestContext.Current.CancellationToken)
        )!;
        rules["subjects"]!.AsArray().Single(subject => (string?)subject!["path"] == "/build/dirty")!.AsObject().Remove("must");
        var path = Path.Combine(Folders.Create(), "rules.json");
        await File.WriteAllTextAsync(path, rules.ToJsonString(), TestContext.Current.CancellationToken);
        return path;
    }
}
