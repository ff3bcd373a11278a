using Fitness.Parity;
using Spectre.Console;

namespace Fitness.Cli;

/// <summary>Writes a comparison to the terminal.</summary>
internal static class ParityTables
{
    private const int WidthOfPipes = 160;

    public static void Write(Comparison comparison)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WidthOfPipes;
        AnsiConsole.MarkupLineInterpolated($"[bold]A[/] {ParityReport.Describe(comparison.A)}");
        AnsiConsole.MarkupLineInterpolated($"[bold]B[/] {ParityReport.Describe(comparison.B)}");
        AnsiConsole.MarkupLineInterpolated($"[green]same[/] {comparison.RowsOf(Verdict.Same).Length}");
        WriteTable(comparison.RowsOf(Verdict.Expected), "[green]expected to differ[/]", "rule", row => $"{row.Rule}: {row.Note}");
        WriteTable(comparison.RowsOf(Verdict.NotCompared), "[yellow]not compared[/]", "why", row => row.Note!);
        WriteTable(comparison.RowsOf(Verdict.Follows), "[yellow]follows from what differs[/]", "what", row => row.Note!);
        WriteTable(comparison.RowsOf(Verdict.Unexpected), "[red]unexpected[/]", "what it can break", row => row.Note!);
        foreach (var line in ParityReport.Remarks(comparison))
            AnsiConsole.MarkupLineInterpolated($"[yellow]{line}[/]");
    }

    private static void WriteTable(Row[] rows, string title, string last, Func<Row, string> text)
    {
        AnsiConsole.MarkupLine($"{title} {rows.Length}");
        if (rows.Length == 0)
            return;
        var table = new Table().Border(TableBorder.Minimal).AddColumns("what", "A", "B", last);
        table.Columns[0].Width(30);
        foreach (var row in rows)
            table.AddRow(new Text(row.Name), new Text(ParityReport.Short(row.A)), new Text(ParityReport.Short(row.B)), new Text(text(row)));
        AnsiConsole.Write(table);
    }
}
