namespace Fitness.Cli.Parity;

/// <summary>The bearer tokens for the two sides.</summary>
/// <param name="variable">The value of a variable by its name; null or empty where it is not set.</param>
internal sealed class SideTokens(Func<string, string?> variable)
{
    /// <summary>Those of the person's environment.</summary>
    public static SideTokens OfEnvironment { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>The token for a side; null where none is set.</summary>
    public string? Find(char letter) => Find(ParityCommandLine.TokenVariable, letter);

    /// <summary>The token of the probe's user for a side; the one of the side itself, unless there is another.</summary>
    public string? FindForProbe(char letter) => Find(Probe.TokenVariable, letter) ?? Find(letter);

    private string? Find(string name, char letter) =>
        variable($"{name}_{letter}") is { Length: > 0 } own ? own
        : variable(name) is { Length: > 0 } shared ? shared : null;
}
