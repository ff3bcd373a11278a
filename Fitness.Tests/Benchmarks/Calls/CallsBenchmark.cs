namespace Fitness.Benchmarks.Calls;

/// <summary>Measures calls next to their peers: in each round, the load goes to one after the other.</summary>
internal sealed class CallsBenchmark(CallsOptions options) : IAsyncDisposable
{
    private readonly List<Table> tables = [];
    private Stage stage = null!;

    /// <returns>The exit code: success only if every request was answered with a success.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (Load.Missing is { } missing)
        {
            Console.WriteLine(missing);
            return ExitCodes.Failure;
        }
        var programs = options.Short ? Programs.Built() : await Programs.PublishAsync();
        await Machine.PrintAsync();
        stage = await Stage.StartAsync(programs, cancellation);
        await CallData.FillAsync(stage);
        foreach (var call in CallList.All.Where(call => options.Calls.Contains(call.Name, StringComparer.Ordinal)))
        {
            var rows = await CallList.RowsAsync(call, stage);
            foreach (var row in rows)
                await Load.CheckAsync(row, cancellation);
            // Before it counts, everything has been compiled that the just-in-time compiler compiles again.
            if (!options.Short)
                await MeasureAsync(call, rows, options.Clients.Max(), 1, cancellation);
            foreach (var clients in options.Clients)
            {
                var table = await MeasureAsync(call, rows, clients, options.Rounds, cancellation);
                tables.Add(table);
                Report.Print(table);
            }
        }
        Report.PrintAll(tables);
        return tables.Exists(table => table.Failed > 0) ? ExitCodes.Failure : ExitCodes.Success;
    }

    public async ValueTask DisposeAsync()
    {
        if (stage is not null)
            await stage.DisposeAsync();
    }

    private async Task<Table> MeasureAsync(Call call, IReadOnlyList<Row> rows, int clients, int rounds, CancellationToken cancellation)
    {
        var measured = rows.ToDictionary(row => row, _ => new List<Round>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var row in rows)
            {
                cancellation.ThrowIfCancellationRequested();
                measured[row].Add(await Load.RunAsync(row, stage.Engine, clients, options.Seconds));
            }
        }
        return new Table(call, clients, [.. rows.Select(row => new Line(row.Name, measured[row]))], stage.Engine.Resident);
    }
}
