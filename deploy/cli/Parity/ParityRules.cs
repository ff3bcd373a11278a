using System.Globalization;
using System.Text.RegularExpressions;

namespace Fitness.Cli.Parity;

/// <summary>What is compared and what may differ: <c>deploy/parity.rules.json</c>.</summary>
/// <param name="Subjects">What is compared as one thing, and what a difference in it can break. The first that matches counts.</param>
/// <param name="Rules">The differences that are expected.</param>
internal sealed record ParityRules(ParitySubject[] Subjects, ParityRule[] Rules)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="CommandException">It is missing or wrong, with the place.</exception>
    public static ParityRules Read(string path)
    {
        var rules = StrictJson.Read<ParityRules>(path);
        if (rules.Rules.GroupBy(rule => rule.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new CommandException($"{path} has two rules '{twice.Key}'.", ParityCommandLine.Unreadable);
        if (rules.Rules.FirstOrDefault(rule => string.IsNullOrWhiteSpace(rule.Reason) || string.IsNullOrWhiteSpace(rule.Owner)) is { } bare) throw new CommandException($"{path}: the rule '{bare.Id}' needs a reason and an owner.", ParityCommandLine.Unreadable);
        return rules;
    }
}

/// <summary>When two sides can be compared in a subject.</summary>
internal enum Comparability
{
    /// <summary>Always.</summary>
    Always,

    /// <summary>Where both serve.</summary>
    Served,

    /// <summary>Where both know it: null is no value.</summary>
    Known,
}

/// <summary>Something of the environment description that is compared as one thing.</summary>
/// <param name="Path">A JSON Pointer (RFC 6901); <c>*</c> stands for anything within a segment, or a part of it. What lies below belongs to it.</param>
/// <param name="Name">What people call it; <c>{0}</c> is the last segment.</param>
/// <param name="Breaks">What a difference can break.</param>
/// <param name="Compare">When it can be compared.</param>
/// <param name="Ignore">Members below that say where it comes from; they are shown, not compared.</param>
/// <param name="Context">Members below that are shown with any difference.</param>
/// <param name="Must">The JSON that it has to be on both sides, even when they are the same.</param>
/// <param name="AtMost">The most that its number may be away from 0 on either side, even when they are the same.</param>
/// <param name="Explains">Whether a difference in it, expected or not, explains those that follow.</param>
/// <param name="Follows">Whether a difference in it follows from others: it counts only where nothing explains it.</param>
internal sealed record ParitySubject(
    string Path, string Name, string Breaks, Comparability Compare = Comparability.Always, string[]? Ignore = null, string[]? Context = null, string? Must = null, double? AtMost = null,
    bool Explains = false, bool Follows = false)
{
    private readonly Regex pattern = Pointer.Pattern(Path, withBelow: true);

    /// <summary>Whether a value is wrong on whatever side it is.</summary>
    public bool IsWrong(string json) =>
        (Must is not null && json != Must) || (AtMost is { } most && double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) > most);

    /// <summary>The part of the pointer that names the subject; null where it is another's.</summary>
    public string? Match(string pointer) => pattern.Match(pointer) is { Success: true } match ? match.Groups[1].Value : null;
}

/// <summary>A difference that is expected.</summary>
/// <param name="Id">A short name.</param>
/// <param name="Paths">The subjects' pointers, with <c>*</c> as there.</param>
/// <param name="Reason">Why it has to differ.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Either">Holds only where at least one side has one of these values at each of these pointers.</param>
/// <param name="Differ">Holds only where the sides differ at each of these pointers.</param>
/// <param name="Within">Holds only for numbers that are at most so far apart.</param>
/// <param name="Expires">The last day on which it holds, in UTC.</param>
internal sealed record ParityRule(
    string Id, string[] Paths, string Reason, string Owner, Dictionary<string, string[]>? Either = null, string[]? Differ = null, double? Within = null, DateOnly? Expires = null)
{
    private readonly Regex[] patterns = [.. Paths.Select(path => Pointer.Pattern(path, withBelow: false))];

    /// <summary>Whether it speaks of the subject.</summary>
    public bool IsAbout(string pointer) => patterns.Any(pattern => pattern.IsMatch(pointer));

    /// <summary>Whether it speaks of these two sides.</summary>
    public bool Applies(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        (Either ?? []).All(condition => new[] { a, b }.Any(side => side.TryGetValue(condition.Key, out var value) && condition.Value.Contains(Pointer.Text(value), StringComparer.Ordinal)))
        && (Differ ?? []).All(pointer => a.GetValueOrDefault(pointer) != b.GetValueOrDefault(pointer));

    /// <summary>Whether a condition asks for what neither side has, as one that is misspelt does.</summary>
    public bool HasUnknownCondition(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        (Either ?? []).Keys.Concat(Differ ?? []).Any(pointer => !a.ContainsKey(pointer) && !b.ContainsKey(pointer));
}
