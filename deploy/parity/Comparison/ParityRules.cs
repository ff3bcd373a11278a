using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Fitness.Parity;

/// <summary>What is compared and what may differ: <c>deploy/parity.rules.json</c>.</summary>
/// <param name="Subjects">What is compared as a unit, and what a difference in it can break. The first match counts.</param>
/// <param name="Rules">The differences that are expected.</param>
internal sealed record ParityRules(ParitySubject[] Subjects, ParityRule[] Rules)
{
    private static readonly Lazy<ParityRules> Own = new(ReadOwn);

    /// <summary>The rules of this build, as its checkout had them.</summary>
    public static ParityRules OfThisBuild => Own.Value;

    /// <summary>Reads the file's content; a misspelt member is an error.</summary>
    /// <exception cref="JsonException">The content is invalid; the message says where and why.</exception>
    public static ParityRules Parse(ReadOnlySpan<byte> content)
    {
        var rules = JsonSerializer.Deserialize(content, ParityJson.Default.ParityRules) ?? throw new JsonException("it is empty.");
        if (rules.Rules.GroupBy(rule => rule.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new JsonException($"there are two rules '{twice.Key}'.");
        if (rules.Rules.FirstOrDefault(rule => string.IsNullOrWhiteSpace(rule.Reason) || string.IsNullOrWhiteSpace(rule.Owner)) is { } bare)
            throw new JsonException($"the rule '{bare.Id}' needs a reason and an owner.");
        return rules;
    }

    private static ParityRules ReadOwn()
    {
        using var resource = typeof(ParityRules).Assembly.GetManifestResourceStream("parity.rules.json")!;
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return Parse(content.ToArray());
    }
}

/// <summary>When a subject of two sides can be compared.</summary>
[JsonConverter(typeof(CamelCaseConverter<Comparability>))]
internal enum Comparability
{
    /// <summary>Always.</summary>
    Always,

    /// <summary>If both sides are running services.</summary>
    Served,

    /// <summary>If both sides know the value: null means unknown.</summary>
    Known,
}

/// <summary>A part of the environment description that is compared as a unit.</summary>
/// <param name="Path">A JSON Pointer (RFC 6901); <c>*</c> stands for a segment or any part of one. Everything below belongs to the subject.</param>
/// <param name="Name">Its display name; <c>{0}</c> is the last segment with <c>*</c>, or else the last one.</param>
/// <param name="Breaks">What a difference can break.</param>
/// <param name="Compare">When it can be compared.</param>
/// <param name="Ignore">Members below that say where the value comes from; they are shown, not compared.</param>
/// <param name="Context">Members below that are shown with every difference.</param>
/// <param name="Must">The JSON value that both sides must have; any other is wrong, even if both are the same.</param>
/// <param name="AtMost">The largest absolute value allowed on either side, even if both are the same.</param>
/// <param name="Explains">Whether a difference in it, expected or not, explains differences with <paramref name="Follows"/>.</param>
/// <param name="Follows">Whether a difference in it is a consequence of others: it counts only if nothing explains it.</param>
internal sealed record ParitySubject(
    string Path,
    string Name,
    string Breaks,
    Comparability Compare = Comparability.Always,
    string[]? Ignore = null,
    string[]? Context = null,
    string? Must = null,
    double? AtMost = null,
    bool Explains = false,
    bool Follows = false
)
{
    private readonly Regex pattern = Pointer.Pattern(Path, withBelow: true);

    /// <summary>Whether a value is wrong, whichever side has it.</summary>
    public bool IsWrong(string json) =>
        (Must is not null && json != Must)
        || (
            AtMost is { } most
            && double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) > most
        );

    /// <summary>The part of the pointer that names the subject; null if the pointer does not match.</summary>
    public string? Match(string pointer) => pattern.Match(pointer) is { Success: true } match ? match.Groups[1].Value : null;
}

/// <summary>An expected difference.</summary>
/// <param name="Id">A short name.</param>
/// <param name="Paths">The subjects' pointers, with <c>*</c> as in a subject's path.</param>
/// <param name="Reason">Why it has to differ.</param>
/// <param name="Owner">Who is responsible for it.</param>
/// <param name="Either">Applies only if, at each of these pointers, at least one side has one of the values.</param>
/// <param name="Differ">Applies only if the sides differ at each of these pointers.</param>
/// <param name="Within">Applies only to numbers that differ by at most this much.</param>
/// <param name="Expires">The last day on which it applies, in UTC.</param>
internal sealed record ParityRule(
    string Id,
    string[] Paths,
    string Reason,
    string Owner,
    Dictionary<string, string[]>? Either = null,
    string[]? Differ = null,
    double? Within = null,
    DateOnly? Expires = null
)
{
    private readonly Regex[] patterns = [.. Paths.Select(path => Pointer.Pattern(path, withBelow: false))];

    /// <summary>Whether it covers the subject.</summary>
    public bool IsAbout(string pointer) => patterns.Any(pattern => pattern.IsMatch(pointer));

    /// <summary>Whether its conditions hold for these two sides.</summary>
    public bool Applies(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        (Either ?? []).All(condition =>
            new[] { a, b }.Any(side =>
                side.TryGetValue(condition.Key, out var value) && condition.Value.Contains(Pointer.Text(value), StringComparer.Ordinal)
            )
        ) && (Differ ?? []).All(pointer => a.GetValueOrDefault(pointer) != b.GetValueOrDefault(pointer));

    /// <summary>Whether a condition names a pointer that neither side has, for example a misspelt one.</summary>
    public bool HasUnknownCondition(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        (Either ?? []).Keys.Concat(Differ ?? []).Any(pointer => !a.ContainsKey(pointer) && !b.ContainsKey(pointer));
}
