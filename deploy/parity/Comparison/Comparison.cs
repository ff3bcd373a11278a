using System.Text.Json.Nodes;

namespace Fitness.Parity;

/// <summary>The comparison of two environment descriptions.</summary>
internal sealed class Comparison
{
    private const string Undescribed = "Nobody has written down what this can break. Say so in the rules.";
    private const string Explained = "It follows from the other differences.";
    private const string Absent = "absent";
    private const string Unset = "not set";
    private const string Probe = "probe";

    // Nobody reads a body of a megabyte; the request can be repeated.
    private const int MostFacts = 6;
    private const int LongestFact = 200;

    // A release that did not describe these cannot be compared in them; one that did, and has none set, can.
    private static readonly string[] NewerParts = ["inputs", "logging", "network"];
    private readonly ParityRules rules;
    private readonly DateOnly today;
    private readonly SortedDictionary<string, string> a;
    private readonly SortedDictionary<string, string> b;
    private readonly bool bothServe;
    private readonly Dictionary<string, int> steps;
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private bool explained;

    private Comparison(Side first, Side second, ParityRules rules, DateOnly today)
    {
        (A, B, this.rules, this.today) = (first, second, rules, today);
        var (one, other) = ((JsonObject)first.Description.DeepClone(), (JsonObject)second.Description.DeepClone());
        var (oneServes, otherServes) = (Serves(one), Serves(other));
        bothServe = oneServes && otherServes;
        if (!oneServes && otherServes)
            UseDefinition(one, other);
        if (!otherServes && oneServes)
            UseDefinition(other, one);
        if (IsUnseen(one) || IsUnseen(other))
        {
            RemoveTable(one);
            RemoveTable(other);
        }
        if ((string?)one["secretsKey"] is not { } key || key != (string?)other["secretsKey"])
        {
            // Hashes made with different keys cannot be compared.
            RemoveHashes(one);
            RemoveHashes(other);
        }
        foreach (var part in NewerParts)
            CompareMembersOfBoth(one, other, part);
        // A program that lies without its bill of materials.
        CompareMembersOfBoth(one["software"]!.AsObject(), other["software"]!.AsObject(), "assemblies");
        steps = (one[Probe] as JsonObject ?? [])
            .Index()
            .ToDictionary(step => Pointer.Escape(step.Item.Key), step => step.Index, StringComparer.Ordinal);
        (a, b) = (Pointer.Flatten(one), Pointer.Flatten(other));
        Rows = SettleFollowers([.. Group().Select(Compare)]);
        Idle = [.. rules.Rules.Where(rule => rule.HasUnknownCondition(a, b) || (rule.Applies(a, b) && !used.Contains(rule.Id)))];
    }

    /// <summary>The first side.</summary>
    public Side A { get; }

    /// <summary>The second side.</summary>
    public Side B { get; }

    /// <summary>The subjects: those of the description by path, then the probe's in the order of its requests.</summary>
    public IReadOnlyList<Row> Rows { get; }

    /// <summary>The rules that apply to these two sides but match no difference, and those whose condition no side can meet.</summary>
    public IReadOnlyList<ParityRule> Idle { get; }

    /// <summary>The expired rules.</summary>
    public IEnumerable<ParityRule> Expired => rules.Rules.Where(IsExpired);

    /// <summary>The subjects with this result.</summary>
    public Row[] RowsOf(Verdict verdict) => [.. Rows.Where(row => row.Verdict == verdict)];

    /// <summary>Whether there is no unexpected difference.</summary>
    public bool IsAsExpected => Rows.All(row => row.Verdict != Verdict.Unexpected);

    /// <summary>Compares two sides.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <param name="rules">What is compared, and what may differ.</param>
    /// <param name="today">The current day in UTC, which tells whether a rule has expired.</param>
    public static Comparison Of(Side first, Side second, ParityRules rules, DateOnly today) => new(first, second, rules, today);

    private static bool Serves(JsonObject side) => side["time"] is not null;

    /// <summary>A side that does not run has no storage: its definition stands in, with the other side's endpoint, region and table.</summary>
    private static void UseDefinition(JsonObject side, JsonObject serving)
    {
        var storage = side["storage"]!;
        foreach (var place in new[] { "endpoint", "region", "table" })
            storage[place] = serving["storage"]![place]?.DeepClone();
        storage["found"] = storage["definition"]?.DeepClone();
    }

    private static bool IsUnseen(JsonObject side) => side["storage"]!["found"] is null;

    /// <summary>A table that could not be read on one side is not compared; the reported problem is.</summary>
    private static void RemoveTable(JsonObject side)
    {
        foreach (var part in new[] { "found", "fingerprint", "differences" })
            side["storage"]!.AsObject().Remove(part);
    }

    private static void RemoveHashes(JsonObject side)
    {
        foreach (
            var setting in new[] { side["settings"], side["logging"], side["inputs"]?["variables"], side["inputs"]?["files"] }
                .OfType<JsonObject>()
                .SelectMany(settings => settings)
                .Select(setting => setting.Value)
        )
            if ((setting as JsonObject)?["secret"] is JsonObject secret)
                secret.Remove("hash");
    }

    /// <summary>What one side does not describe at all is one difference, not one for each member.</summary>
    private static void CompareMembersOfBoth(JsonObject one, JsonObject other, string part)
    {
        if (one[part] is JsonObject members && other[part] is JsonObject others)
        {
            RemoveEmpty(members);
            RemoveEmpty(others);
        }
        else
            (one[part], other[part]) = (one[part] is null ? null : "described", other[part] is null ? null : "described");
    }

    /// <summary>A group without members is the same as none: only its members are compared.</summary>
    private static void RemoveEmpty(JsonObject part)
    {
        foreach (var group in part.Where(member => member.Value is JsonObject { Count: 0 }).Select(member => member.Key).ToArray())
            part.Remove(group);
    }

    private IEnumerable<(string Path, ParitySubject? Subject, string[] Leaves)> Group() =>
        a
            .Keys.Union(b.Keys, StringComparer.Ordinal)
            .Select(leaf =>
                rules
                    .Subjects.Select(subject => (Path: subject.Match(leaf), Subject: subject))
                    .FirstOrDefault(match => match.Path is not null)
                    is { Path: { } path, Subject: var subject }
                    ? (Path: path, Subject: (ParitySubject?)subject, Leaf: leaf)
                    : (Path: leaf, Subject: null, Leaf: leaf)
            )
            .GroupBy(leaf => leaf.Path, StringComparer.Ordinal)
            .Select(group => (group.Key, group.First().Subject, group.Select(leaf => leaf.Leaf).Order(StringComparer.Ordinal).ToArray()))
            .OrderBy(group => StepOf(group.Key))
            .ThenBy(group => group.Key, StringComparer.Ordinal);

    /// <summary>The step of the workload to which a path belongs, from 0; -1 if it belongs to none. The probe's rows come last, in the order of the requests.</summary>
    private int StepOf(string path) => path.Split('/', 4) is ["", Probe, var step, ..] ? steps.GetValueOrDefault(step, -1) : -1;

    private Row Compare((string Path, ParitySubject? Subject, string[] Leaves) group)
    {
        var (path, subject, leaves) = group;
        var name = subject is null ? path : string.Format(null, subject.Name, Pointer.Segment(path, subject.Path));
        var wrong = leaves
            .Where(leaf => new[] { a, b }.Any(side => side.TryGetValue(leaf, out var value) && subject?.IsWrong(value) == true))
            .ToArray();
        if (wrong.Length > 0)
            return new Row(path, name, Show(a, path, wrong), Show(b, path, wrong), Verdict.Unexpected, null, subject!.Breaks);
        if (IsHidden(a, path) && IsHidden(b, path))
            return Uncompared($"Both are set; to compare them, give both sides the same {SettingNames.Variable(SettingNames.ParityKey)}.");
        var differing = leaves.Where(leaf => a.GetValueOrDefault(leaf) != b.GetValueOrDefault(leaf) && !IsIgnored(leaf)).ToArray();
        if (differing.Length == 0)
            return new Row(path, name, Show(a, path, leaves), Show(b, path, leaves), Verdict.Same, null, null);
        if (subject?.Compare == Comparability.Served && !bothServe)
            return Uncompared("One side does not serve.");
        if (subject?.Compare == Comparability.Known && (IsNull(a, leaves) || IsNull(b, leaves)))
            return Uncompared("One side cannot tell.");
        // The source and the context help the reader of the report.
        var (request, different) = (RequestOf(path), differing.ToHashSet(StringComparer.Ordinal));
        var shown = leaves
            .Where(leaf => leaf != request && (different.Contains(leaf) || IsIgnored(leaf) || Is(subject?.Context, leaf)))
            .ToArray();
        var about = rules.Rules.Where(rule => rule.IsAbout(path) && rule.Applies(a, b) && IsWithin(rule, differing)).ToArray();
        used.UnionWith(about.Select(rule => rule.Id));
        if (Array.Find(about, rule => !IsExpired(rule)) is { } rule)
        {
            explained |= subject?.Explains == true;
            return new Row(path, name, Show(a, path, shown), Show(b, path, shown), Verdict.Expected, rule.Id, rule.Reason);
        }
        var expired =
            about.Length == 0
                ? ""
                : FormattableString.Invariant($" The rule {about[0].Id} expected it until {about[0].Expires:yyyy-MM-dd}.");
        return new Row(
            path,
            name,
            Show(a, path, shown),
            Show(b, path, shown),
            subject?.Follows == true ? Verdict.Follows : Verdict.Unexpected,
            null,
            (subject?.Breaks ?? Undescribed) + DescribeRequest(path) + expired
        );

        Row Uncompared(string why) => new(path, name, Show(a, path, leaves), Show(b, path, leaves), Verdict.NotCompared, null, why);

        bool IsIgnored(string leaf) => Is(subject?.Ignore, leaf);

        bool Is(string[]? members, string leaf) => members?.Contains(leaf[path.Length..].TrimStart('/'), StringComparer.Ordinal) == true;
    }

    /// <summary>A consequence of other differences counts as unexpected only if there are no others.</summary>
    private Row[] SettleFollowers(Row[] rows) =>
        explained || rows.Any(row => row.Verdict == Verdict.Unexpected)
            ? [.. rows.Select(row => row.Verdict == Verdict.Follows ? row with { Note = Explained } : row)]
            : [.. rows.Select(row => row.Verdict == Verdict.Follows ? row with { Verdict = Verdict.Unexpected } : row)];

    /// <summary>The probe's request, if the subject is its response.</summary>
    private string DescribeRequest(string path) =>
        a.TryGetValue(RequestOf(path), out var request) ? $" It was: {Short(Pointer.Text(request))}" : "";

    private static string RequestOf(string path) => $"{path}/request";

    private bool IsWithin(ParityRule rule, string[] leaves) =>
        rule.Within is not { } most
        || leaves.All(leaf =>
            double.TryParse(a.GetValueOrDefault(leaf), System.Globalization.CultureInfo.InvariantCulture, out var first)
            && double.TryParse(b.GetValueOrDefault(leaf), System.Globalization.CultureInfo.InvariantCulture, out var second)
            && Math.Abs(first - second) <= most
        );

    private bool IsExpired(ParityRule rule) => rule.Expires < today;

    private static bool IsNull(SortedDictionary<string, string> side, string[] leaves) =>
        leaves.All(leaf => side.GetValueOrDefault(leaf, "null") == "null");

    /// <summary>Whether a secret is set but has no hash to compare.</summary>
    private static bool IsHidden(SortedDictionary<string, string> side, string path) =>
        side.GetValueOrDefault($"{path}/secret/present") == "true" && side.GetValueOrDefault($"{path}/secret/hash", "null") == "null";

    /// <summary>Formats it for people: the value, version or number of elements first, then the other members by name, then the source.</summary>
    private static string Show(SortedDictionary<string, string> side, string path, string[] leaves)
    {
        var there = leaves
            .Where(side.ContainsKey)
            .Select(leaf => (Name: leaf[path.Length..].TrimStart('/'), Text: Short(Pointer.Text(side[leaf]))))
            .ToArray();
        if (there.Length == 0)
            return Absent;
        if (there.Length == 1 && there[0].Name.Length == 0)
            return there[0].Text;
        var facts = there
            .Where(leaf => leaf.Name != "source" && (leaf.Text != "null" || there.Length == 1))
            .OrderBy(leaf => Order(leaf.Name))
            .Select(leaf => leaf.Name is "value" or "version" ? leaf.Text : $"{leaf.Name} {leaf.Text}")
            .ToArray();
        var text = facts.Length switch
        {
            0 => Unset,
            > MostFacts => $"{string.Join(", ", facts[..MostFacts])} and {facts.Length - MostFacts} more",
            _ => string.Join(", ", facts),
        };
        return Array.Find(there, leaf => leaf.Name == "source") is { Text: { } source } ? $"{text} ({source})" : text;

        static int Order(string name) =>
            name switch
            {
                "value" or "version" => 0,
                "status" => 1,
                _ when name.EndsWith($"/{Pointer.Count}", StringComparison.Ordinal) => 2,
                _ => 3,
            };
    }

    private static string Short(string text) => text.Length <= LongestFact ? text : $"{text[..LongestFact]}…";
}
