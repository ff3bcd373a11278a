using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fitness.Parity;

/// <summary>Writes a comparison for programs and for a pull request.</summary>
internal static partial class ParityReport
{
    // Enough to tell two hashes apart; JSON has the whole hash.
    private const int HashDigits = 12;
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For programs.</summary>
    public static void WriteJson(TextWriter writer, Comparison comparison) =>
        writer.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    A = comparison.A.Name,
                    B = comparison.B.Name,
                    AsExpected = comparison.IsAsExpected,
                    Same = comparison.RowsOf(Verdict.Same).Length,
                    Expected = comparison
                        .RowsOf(Verdict.Expected)
                        .Select(row => new
                        {
                            row.Path,
                            row.Name,
                            row.A,
                            row.B,
                            row.Rule,
                            Reason = row.Note,
                        }),
                    NotCompared = comparison
                        .RowsOf(Verdict.NotCompared)
                        .Select(row => new
                        {
                            row.Path,
                            row.Name,
                            row.A,
                            row.B,
                            Why = row.Note,
                        }),
                    Follows = comparison
                        .RowsOf(Verdict.Follows)
                        .Select(row => new
                        {
                            row.Path,
                            row.Name,
                            row.A,
                            row.B,
                        }),
                    Unexpected = comparison
                        .RowsOf(Verdict.Unexpected)
                        .Select(row => new
                        {
                            row.Path,
                            row.Name,
                            row.A,
                            row.B,
                            Breaks = row.Note,
                        }),
                    RulesWithoutMatch = comparison.Idle.Select(rule => rule.Id),
                    ExpiredRules = comparison.Expired.Select(rule => rule.Id),
                },
                Indented
            )
        );

    /// <summary>For a pull request.</summary>
    public static void WriteMarkdown(TextWriter writer, Comparison comparison)
    {
        writer.WriteLine(
            $"**A** {Cell(Describe(comparison.A))}  \n**B** {Cell(Describe(comparison.B))}\n\n{comparison.RowsOf(Verdict.Same).Length} the same."
        );
        WriteRows(writer, comparison, Verdict.Unexpected, "Unexpected", "what it can break", row => row.Note!);
        WriteRows(writer, comparison, Verdict.Follows, "Follows from what differs", "what", row => row.Note!);
        WriteRows(writer, comparison, Verdict.Expected, "Expected to differ", "rule", row => $"{row.Rule}: {row.Note}");
        WriteRows(writer, comparison, Verdict.NotCompared, "Not compared", "why", row => row.Note!);
        foreach (var line in Remarks(comparison))
            writer.WriteLine($"\n{Cell(line)}");
    }

    /// <summary>What the reviewers of the rules have to know: rules that matched nothing, and expired ones.</summary>
    public static IEnumerable<string> Remarks(Comparison comparison)
    {
        if (string.Join(", ", comparison.Idle.Select(rule => rule.Id)) is { Length: > 0 } idle)
            yield return $"Rules that matched nothing: {idle}.";
        if (string.Join(", ", comparison.Expired.Select(rule => rule.Id)) is { Length: > 0 } expired)
            yield return $"Rules that have expired: {expired}.";
    }

    /// <summary>A side in one line.</summary>
    public static string Describe(Side side)
    {
        // Whatever a saved description holds, its report can be written.
        var build = side.Description["build"]!;
        return $"{side.Name}: {side.Description["environment"]}, version {build["version"]}, commit {(build["commit"]?.ToString() is { Length: > HashDigits } commit ? commit[..HashDigits] : "unknown")}{(build["dirty"]?.ToString() == "true" ? " with uncommitted changes" : "")}";
    }

    /// <summary>A value for people: the beginning of each hash is enough.</summary>
    public static string Short(string text) => Hash().Replace(text, match => $"{match.Value[..HashDigits]}…");

    private static void WriteRows(
        TextWriter writer,
        Comparison comparison,
        Verdict verdict,
        string title,
        string last,
        Func<Row, string> text
    )
    {
        var rows = comparison.RowsOf(verdict);
        if (rows.Length == 0)
            return;
        writer.WriteLine($"\n### {title}\n\n| what | A | B | {last} |\n|---|---|---|---|");
        foreach (var row in rows)
            writer.WriteLine($"| {Cell(row.Name)} | {Cell(Short(row.A))} | {Cell(Short(row.B))} | {Cell(text(row))} |");
    }

    private static string Cell(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .ReplaceLineEndings(" ");

    [GeneratedRegex("[0-9a-f]{32,64}", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex Hash();
}
