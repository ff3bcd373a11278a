using System.Text.Json.Nodes;
using Fitness.Parity;
using Fitness.Parity.Local;
using Fitness.Tests.Support;

namespace Fitness.Tests.Parity;

/// <summary>Comparisons in this process.</summary>
internal static class Compared
{
    private static readonly Lazy<ParityRules> Reviewed = new(() => StrictJson.ReadRules(Repository.PathOf(EnvironmentComparer.RulesFile)));

    /// <summary>The day of the comparisons.</summary>
    public static DateOnly Today { get; } = new(2026, 11, 27);

    /// <summary>A copy with another value; without it if the value is null.</summary>
    public static JsonNode With(this JsonNode description, string path, string? value)
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

    /// <summary>Compares two descriptions.</summary>
    /// <returns>Whether they differ as expected, and the report.</returns>
    public static (bool AsExpected, JsonNode Report) Of(JsonNode a, JsonNode b, ParityRules? rules = null)
    {
        var comparison = Comparison.Of(new Side("a.json", a.AsObject()), new Side("b.json", b.AsObject()), rules ?? Reviewed.Value, Today);
        return (comparison.IsAsExpected, Report(comparison));
    }

    /// <summary>The report for a pull request.</summary>
    public static string Markdown(JsonNode a, JsonNode b, ParityRules rules)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        ParityReport.WriteMarkdown(writer, Comparison.Of(new Side("a.json", a.AsObject()), new Side("b.json", b.AsObject()), rules, Today));
        return writer.ToString();
    }

    /// <summary>Reads two sides and compares them.</summary>
    /// <param name="a">The first side.</param>
    /// <param name="b">The second side.</param>
    /// <param name="probe">Whether they are probed.</param>
    /// <param name="rules">The file with the rules; the reviewed one if null.</param>
    /// <param name="time">The clock; the real one if null.</param>
    public static Task<Comparison> ReadAsync(string a, string b, bool probe = false, string? rules = null, TimeProvider? time = null) =>
        new EnvironmentComparer(
            new Shell(new Checkout(Repository.Root)),
            new SideTokens(_ => null),
            time ?? TimeProvider.System
        ).CompareAsync(a, b, probe, rules, TestContext.Current.CancellationToken);

    /// <summary>The reason why there is no comparison.</summary>
    public static async Task<string> RefusalAsync(string a, string b, bool probe = false, string? rules = null)
    {
        var reason = (await Assert.ThrowsAsync<CommandException>(() => ReadAsync(a, b, probe, rules))).Message;
        Assert.Single(reason.Split('\n'));
        return reason;
    }

    /// <summary>The report for programs.</summary>
    public static JsonNode Report(Comparison comparison)
    {
        using var writer = new StringWriter();
        ParityReport.WriteJson(writer, comparison);
        return JsonNode.Parse(writer.ToString())!;
    }

    /// <summary>The names of what differs unexpectedly.</summary>
    public static IEnumerable<string> Unexpected(JsonNode report) => report["unexpected"]!.AsArray().Select(row => (string)row!["name"]!);
}
