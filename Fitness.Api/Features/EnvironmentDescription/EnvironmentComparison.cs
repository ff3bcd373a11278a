using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fitness.Parity;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The comparison of this environment (here) with another one (there).</summary>
/// <param name="IsAsExpected">Whether there is no unexpected difference.</param>
/// <param name="Here">This environment.</param>
/// <param name="There">The other environment, as its description says.</param>
/// <param name="Same">The number of subjects that are the same.</param>
/// <param name="Rows">The others, by path.</param>
/// <param name="ExpiredRules">The ids of rules that have expired.</param>
/// <param name="IdleRules">The ids of rules that apply to these two environments and matched nothing, or that can never apply.</param>
public sealed record EnvironmentComparison(
    bool IsAsExpected,
    ComparedEnvironment Here,
    ComparedEnvironment There,
    int Same,
    IReadOnlyList<ComparedSubject> Rows,
    IReadOnlyList<string> ExpiredRules,
    IReadOnlyList<string> IdleRules
)
{
    /// <summary>The comparison by the rules of this build.</summary>
    /// <param name="here">This environment's description.</param>
    /// <param name="there">The other's.</param>
    /// <param name="today">The current day in UTC.</param>
    internal static EnvironmentComparison Of(EnvironmentDescription here, JsonObject there, DateOnly today)
    {
        var own = JsonSerializer.SerializeToNode(here, EnvironmentJson.Default.EnvironmentDescription)!.AsObject();
        var comparison = Comparison.Of(new Side(nameof(here), own), new Side(nameof(there), there), ParityRules.OfThisBuild, today);
        return new EnvironmentComparison(
            comparison.IsAsExpected,
            ComparedEnvironment.Of(own),
            ComparedEnvironment.Of(there),
            comparison.RowsOf(Verdict.Same).Length,
            [.. comparison.Rows.Where(row => row.Verdict != Verdict.Same).Select(ComparedSubject.Of)],
            [.. comparison.Expired.Select(rule => rule.Id)],
            [.. comparison.Idle.Select(rule => rule.Id)]
        );
    }
}

/// <summary>What names an environment.</summary>
/// <param name="Environment">`Development`, `Test` or `Production`.</param>
/// <param name="Version">The version, such as `1.0`.</param>
/// <param name="Commit">The commit's hash; absent if it is not known.</param>
public sealed record ComparedEnvironment(
    string Environment,
    string Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Commit = null
)
{
    internal static ComparedEnvironment Of(JsonObject description)
    {
        var build = description["build"]!;
        return new ComparedEnvironment(
            (string)description["environment"]!,
            (string)build["version"]!,
            build["commit"] is JsonValue commit && commit.TryGetValue<string>(out var hash) ? hash : null
        );
    }
}

/// <summary>A part of the description that is compared as a unit, and differs or cannot be compared.</summary>
/// <param name="Path">Its JSON Pointer (RFC 6901).</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Here">What differs here, or all of it, for people.</param>
/// <param name="There">The same of the other environment.</param>
/// <param name="Verdict">The result.</param>
/// <param name="Rule">The id of the rule that expects the difference; absent if none does.</param>
/// <param name="Note">What the difference can break, why it is expected, or why there is no comparison.</param>
public sealed record ComparedSubject(
    string Path,
    string Name,
    string Here,
    string There,
    Verdict Verdict,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Rule = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null
)
{
    internal static ComparedSubject Of(Row row) => new(row.Path, row.Name, row.A, row.B, row.Verdict, row.Rule, row.Note);
}
