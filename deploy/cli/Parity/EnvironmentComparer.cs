namespace Fitness.Cli.Parity;

/// <summary>Compares two environments.</summary>
/// <param name="shell">Runs the programs that are needed.</param>
/// <param name="tokens">The tokens for services that require one.</param>
internal sealed class EnvironmentComparer(Shell shell, SideTokens tokens)
{
    /// <summary>The reviewed file with what may differ.</summary>
    public const string RulesFile = "deploy/parity.rules.json";

    /// <summary>The requests of the probe.</summary>
    public const string WorkloadFile = "deploy/parity.workload.json";

    private readonly SideReader reader = new(shell, tokens);

    /// <summary>Compares two sides.</summary>
    /// <param name="a">The first side.</param>
    /// <param name="b">The second side.</param>
    /// <param name="probe">Whether requests are sent to both, and the responses compared.</param>
    /// <param name="rulesFile">What is compared, and what may differ; <see cref="RulesFile"/> if null.</param>
    /// <param name="write">Receives the comparison.</param>
    /// <param name="cancellation">Cancels the comparison.</param>
    /// <returns><see cref="ParityCommandLine.AsExpected"/> or <see cref="ParityCommandLine.Unexpected"/>.</returns>
    /// <exception cref="CommandException">A side, or the rules, cannot be read; the exit code is <see cref="ParityCommandLine.Unreadable"/>.</exception>
    public async Task<int> CompareAsync(
        string a,
        string b,
        bool probe,
        string? rulesFile,
        Action<Side, Side, Comparison> write,
        CancellationToken cancellation
    )
    {
        try
        {
            return await CompareReadAsync(a, b, probe, rulesFile, write, cancellation);
        }
        // An unexpected error must not look like a result of the comparison.
        catch (Exception exception) when (exception is not CommandException && !cancellation.IsCancellationRequested)
        {
            throw new CommandException(
                $"{a} and {b} cannot be compared: {exception.Message.ReplaceLineEndings(" ")}",
                ParityCommandLine.Unreadable
            );
        }
    }

    private async Task<int> CompareReadAsync(
        string a,
        string b,
        bool probe,
        string? rulesFile,
        Action<Side, Side, Comparison> write,
        CancellationToken cancellation
    )
    {
        var rules = ParityRules.Read(rulesFile ?? Path.Combine(shell.Checkout.Root, RulesFile));
        var (first, second) = (await reader.ReadAsync(a, 'A', cancellation), await reader.ReadAsync(b, 'B', cancellation));
        if (probe)
        {
            var workload = Workload.Read(Path.Combine(shell.Checkout.Root, WorkloadFile));
            foreach (var (side, letter) in new[] { (first, 'A'), (second, 'B') })
            {
                await using var served = await ServedSide.StartAsync(side.Name, reader, shell, cancellation);
                side.Description["probe"] = await Probe.RunAsync(
                    served.Address,
                    letter,
                    tokens.FindForProbe(letter),
                    workload,
                    cancellation
                );
            }
        }
        var comparison = Comparison.Of(
            first.Description,
            second.Description,
            rules,
            DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)
        );
        write(first, second, comparison);
        return comparison.IsAsExpected ? ParityCommandLine.AsExpected : ParityCommandLine.Unexpected;
    }
}
