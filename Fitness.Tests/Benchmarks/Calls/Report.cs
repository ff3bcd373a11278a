using System.Globalization;

namespace Fitness.Benchmarks.Calls;

/// <summary>A call with a number of clients.</summary>
/// <param name="Call">The call.</param>
/// <param name="Clients">The number of clients.</param>
/// <param name="Lines">One for each peer.</param>
/// <param name="EngineResident">MiB of the engine afterwards.</param>
internal sealed record Table(Call Call, int Clients, IReadOnlyList<Line> Lines, double EngineResident)
{
    public long Failed => Lines.Sum(line => line.Failed);

    public Line? Find(string name) => Lines.FirstOrDefault(line => line.Name == name);
}

/// <summary>What was measured of a peer.</summary>
/// <param name="Name">The peer.</param>
/// <param name="Rounds">The rounds.</param>
internal sealed record Line(string Name, IReadOnlyList<Round> Rounds)
{
    public long Failed => Rounds.Sum(round => round.Failed);
}

/// <summary>Writes what was measured: medians of the rounds, and between which values they lie.</summary>
internal static class Report
{
    private const int NameWidth = 28;
    private const int Width = 23;

    // Of what, and who is compared with whom.
    private static readonly (string What, Func<Round, double> Value, string One, string Other)[] Ratios =
    [
        ("processor time", round => round.ServiceTime, Stage.OursAheadOfTime, Stage.BareAheadOfTime),
        ("processor time", round => round.ServiceTime, Stage.OursWithToken, Stage.BareAheadOfTime),
        ("processor time", round => round.ServiceTime, Stage.OursOfUsers, Stage.BareAheadOfTime),
        ("requests/s", round => round.PerSecond, Stage.OursAheadOfTime, Stage.BareAheadOfTime),
        ("requests/s", round => round.PerSecond, Stage.OursAheadOfTime, Stage.BareJit),
        ("requests/s", round => round.PerSecond, Stage.OursAheadOfTime, Stage.Story),
        ("p99", round => round.Last, Stage.OursAheadOfTime, Stage.BareAheadOfTime),
        ("p99", round => round.Last, Stage.OursAheadOfTime, Stage.BareJit),
        ("processor time", round => round.ServiceTime, Stage.OursJit, Stage.BareJit),
        ("requests/s", round => round.PerSecond, Stage.OursJit, Stage.BareJit),
    ];

    public static void Print(Table table)
    {
        Console.WriteLine();
        Console.WriteLine($"{table.Call.Name}: {table.Call.Title}; clients: {table.Clients}, rounds: {table.Lines[0].Rounds.Count}");
        Console.WriteLine();
        Console.WriteLine(
            $"| {"", -NameWidth} | {"requests/s", Width} | {"p50 ms", Width} | {"p99 ms", Width} | {"µs a request", Width} | {"µs of the engine", Width} | {"MiB", 4} |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var line in table.Lines)
            Console.WriteLine(
                $"| {line.Name, -NameWidth} | {Cell(line, round => round.PerSecond, 0)} | {Cell(line, round => round.Median, 2)} | {Cell(line, round => round.Last, 1)} | {Cell(line, round => round.ServiceTime, 0)} | {Cell(line, round => round.EngineTime, 0)} | {Median(line, round => round.Resident, 0), 4} |"
            );
        Console.WriteLine();
        Console.WriteLine($"The engine has {Number(table.EngineResident, 0)} MiB afterwards.");
        foreach (var (what, value, one, other) in Ratios)
            if (Ratio(table, value, one, other) is { } ratio)
                Console.WriteLine($"{what}, {one} : {other}".PadRight(68) + Text(ratio, 2));
        foreach (var line in table.Lines.Where(line => line.Failed > 0))
            Console.WriteLine(
                $"FAILED: {line.Name}: {line.Failed} of {line.Rounds.Sum(round => round.Requests)} answers are 4xx or 5xx, or did not come."
            );
    }

    /// <summary>A line for each call.</summary>
    public static void PrintAll(IReadOnlyList<Table> tables)
    {
        Console.WriteLine();
        Console.WriteLine(
            "| call | clients | requests/s | p99 ms | µs a request | requests/s : bare ahead of time | : bare JIT | µs : bare ahead of time |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var table in tables)
        {
            var ours = table.Lines[0];
            Console.WriteLine(
                $"| {table.Call.Title} | {table.Clients} | {Median(ours, round => round.PerSecond, 0)} | {Median(ours, round => round.Last, 1)} | {Median(ours, round => round.ServiceTime, 0)} | {Cell(Stage.BareAheadOfTime, round => round.PerSecond)} | {Cell(Stage.BareJit, round => round.PerSecond)} | {Cell(Stage.BareAheadOfTime, round => round.ServiceTime)} |"
            );

            string Cell(string other, Func<Round, double> value) =>
                Ratio(table, value, ours.Name, other) is { } ratio ? Text(ratio, 2) : "–";
        }
    }

    private static Spread? Ratio(Table table, Func<Round, double> value, string one, string other) =>
        table.Find(one) is { } line && table.Find(other) is { } beside
            ? Spread.OfRatios(line.Rounds.Select(value), beside.Rounds.Select(value))
            : null;

    private static string Cell(Line line, Func<Round, double> value, int digits) =>
        Text(Spread.Of(line.Rounds.Select(value)), digits).PadLeft(Width);

    private static string Median(Line line, Func<Round, double> value, int digits) =>
        Number(Spread.Of(line.Rounds.Select(value)).Median, digits);

    private static string Text(Spread spread, int digits) =>
        spread.Least == spread.Most
            ? Number(spread.Median, digits)
            : $"{Number(spread.Median, digits)} ({Number(spread.Least, digits)}–{Number(spread.Most, digits)})";

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
