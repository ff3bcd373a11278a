using Fitness.Parity.Local;

namespace Fitness.Parity;

/// <summary>Reads two environments and compares them.</summary>
/// <param name="shell">Runs the programs that are needed.</param>
/// <param name="tokens">The tokens for services that require one.</param>
/// <param name="time">The clock, by which rules expire and the probe waits.</param>
internal sealed class EnvironmentComparer(Shell shell, SideTokens tokens, TimeProvider time)
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
    /// <param name="cancellation">Cancels the comparison.</param>
    /// <exception cref="CommandException">There is no comparison: a side, or the rules, cannot be read. The message says which and why.</exception>
    public async Task<Comparison> CompareAsync(string a, string b, bool probe, string? rulesFile, CancellationToken cancellation)
    {
        try
        {
            return await CompareReadAsync(a, b, probe, rulesFile, cancellation);
        }
        // An unexpected error must not look like a result of the comparison.
        catch (Exception exception) when (exception is not CommandException && !cancellation.IsCancellationRequested)
        {
            throw new CommandException($"{a} and {b} cannot be compared: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    private async Task<Comparison> CompareReadAsync(string a, string b, bool probe, string? rulesFile, CancellationToken cancellation)
    {
        var rules = StrictJson.ReadRules(rulesFile ?? Path.Combine(shell.Checkout.Root, RulesFile));
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
                    time,
                    cancellation
                );
            }
        }
        return Comparison.Of(first, second, rules, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
    }
}
