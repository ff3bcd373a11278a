using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace Fitness.Cli.Parity;

/// <summary>Writes a comparison for people, for programs and for a pull request.</summary>
internal static partial class ParityReport
{
    // Enough to tell two hashes apart; JSON has the whole hash.
    private const int HashDigits = 12;
    private const int WidthOfPipes = 160;
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For people.</summary>
    public static void WriteText(Side a, Side b, Comparison comparison)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WidthOfPipes;
        AnsiConsole.MarkupLineInterpolated($"[bold]A[/] {Describe(a)}");
        AnsiConsole.MarkupLineInterpolated($"[bold]B[/] {Describe(b)}");
        AnsiConsole.MarkupLineInterpolated($"[green]same[/] {Of(comparison, Verdict.Same).Length}");
        WriteTable(comparison, Verdict.Expected, "[green]expected to differ[/]", "rule", row => $"{row.Rule}: {row.Note}");
        WriteTable(comparison, Verdict.NotCompared, "[yellow]not compared[/]", "why", row => row.Note!);
        WriteTable(comparison, Verdict.Follows, "[yellow]follows from what differs[/]", "what", row => row.Note!);
        WriteTable(comparison, Verdict.Unexpected, "[red]unexpected[/]", "what it can break", row => row.Note!);
        foreach (var line in Remarks(comparison))
            AnsiConsole.MarkupLineInterpolated($"[yellow]{line}[/]");
    }

    /// <summary>For programs.</summary>
    public static void WriteJson(Side a, Side b, Comparison comparison) =>
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    A = a.Name,
                    B = b.Name,
                    AsExpected = comparison.IsAsExpected,
                    Same = Of(comparison, Verdict.Same).Length,
                    Expected = Of(comparison, Verdict.Expected)
                        .Select(row => new
                        {
                            row.Path,
                            row.Name,
                            row.A,
                            row.B,
                            row.Rule,
                            Reason = row.Note,
                        }),
                    NotCompared = Of(comparison, Verdict.NotCompared)
                        .Select(row => new
                        {
                            row.Path,
                            row.Name,
                            row.A,
                            row.B,
                            Why = row.Note,
                        }),
                    Follows = Of(comparison, Verdict.Follows)
                        .Select(row => new
                        {
                            row.Path,
                            row.Name,
                            row.A,
                            row.B,
                        }),
                    Unexpected = Of(comparison, Verdict.Unexpected)
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
    public static void WriteMarkdown(TextWriter writer, Side a, Side b, Comparison comparison)
    {
        writer.WriteLine($"**A** {Cell(Describe(a))}  \n**B** {Cell(Describe(b))}\n\n{Of(comparison, Verdict.Same).Length} the same.");
        WriteRows(writer, comparison, Verdict.Unexpected, "Unexpected", "what it can break", row => row.Note!);
        WriteRows(writer, comparison, Verdict.Follows, "Follows from what differs", "what", row => row.Note!);
        WriteRows(writer, comparison, Verdict.Expected, "Expected to differ", "rule", row => $"{row.Rule}: {row.Note}");
        WriteRows(writer, comparison, Verdict.NotCompared, "Not compared", "why", row => row.Note!);
        foreach (var line in Remarks(comparison))
            writer.WriteLine($"\n{Cell(line)}");
    }

    private static void WriteTable(Comparison comparison, Verdict verdict, string title, string last, Func<Row, string> text)
    {
        var rows = Of(comparison, verdict);
        AnsiConsole.MarkupLine($"{title} {rows.Length}");
        if (rows.Length == 0)
            return;
        var table = new Table().Border(TableBorder.Minimal).AddColumns("what", "A", "B", last);
        table.Columns[0].Width(30);
        foreach (var row in rows)
            table.AddRow(new Text(row.Name), new Text(Short(row.A)), new Text(Short(row.B)), new Text(text(row)));
        AnsiConsole.Write(table);
    }

    private static void WriteRows(
        TextWriter writer,
        Comparison comparison,
        Verdict verdict,
        string title,
        string last,
        Func<Row, string> text
    )
    {
        var rows = Of(comparison, verdict);
        if (rows.Length == 0)
            return;
        writer.WriteLine($"\n### {title}\n\n| what | A | B | {last} |\n|---|---|---|---|");
        foreach (var row in rows)
            writer.WriteLine($"| {Cell(row.Name)} | {Cell(Short(row.A))} | {Cell(Short(row.B))} | {Cell(text(row))} |");
    }

    private static IEnumerable<string> Remarks(Comparison comparison)
    {
        if (string.Join(", ", comparison.Idle.Select(rule => rule.Id)) is { Length: > 0 } idle)
            yield return $"Rules that matched nothing: {idle}.";
        if (string.Join(", ", comparison.Expired.Select(rule => rule.Id)) is { Length: > 0 } expired)
            yield return $"Rules that have expired: {expired}.";
    }

    private static string Describe(Side side)
    {
        var build = side.Description["build"]!;
        return $"{side.Name}: {side.Description["environment"]}, version {build["version"]}, commit {((string?)build["commit"] is { Length: > HashDigits } commit ? commit[..HashDigits] : "unknown")}{((bool?)build["dirty"] == true ? " with uncommitted changes" : "")}";
    }

    private static Row[] Of(Comparison comparison, Verdict verdict) => [.. comparison.Rows.Where(row => row.Verdict == verdict)];

    private static string Short(string text) => Hash().Replace(text, match => $"{match.Value[..HashDigits]}…");

    private static string Cell(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .ReplaceLineEndings(" ");

    [GeneratedRegex("[0-9a-f]{32,64}", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex Hash();
}
