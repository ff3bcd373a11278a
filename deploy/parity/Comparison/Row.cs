using System.Text.Json.Serialization;

namespace Fitness.Parity;

/// <summary>The result of comparing a subject of two sides.</summary>
[JsonConverter(typeof(CamelCaseConverter<Verdict>))]
public enum Verdict
{
    /// <summary>It is the same.</summary>
    Same,

    /// <summary>It differs, as a rule expects.</summary>
    Expected,

    /// <summary>It differs, and no rule expects that.</summary>
    Unexpected,

    /// <summary>It differs because something else does.</summary>
    Follows,

    /// <summary>It cannot be compared.</summary>
    NotCompared,
}

/// <summary>The comparison of one subject.</summary>
/// <param name="Path">The subject's pointer.</param>
/// <param name="Name">Its display name.</param>
/// <param name="A">What differs on the first side, or the whole subject.</param>
/// <param name="B">The same for the second side.</param>
/// <param name="Verdict">The result.</param>
/// <param name="Rule">The rule that expects the difference.</param>
/// <param name="Note">What the difference can break, or why there is no comparison.</param>
internal sealed record Row(string Path, string Name, string A, string B, Verdict Verdict, string? Rule, string? Note);
