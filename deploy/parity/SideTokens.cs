namespace Fitness.Parity;

/// <summary>The bearer tokens for the two sides.</summary>
/// <param name="variable">Returns the value of an environment variable; null or empty if it is not set.</param>
internal sealed class SideTokens(Func<string, string?> variable)
{
    /// <summary>The environment variable with the token for both sides; with <c>_A</c> or <c>_B</c> for one side.</summary>
    public const string Variable = "FITNESS_TOKEN";

    /// <summary>The environment variable with the probe user's token, if it is not <see cref="Variable"/>; with <c>_A</c> or <c>_B</c> for one side.</summary>
    public const string ProbeVariable = "FITNESS_PROBE_TOKEN";

    /// <summary>The tokens from this process's environment.</summary>
    public static SideTokens OfEnvironment { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>The token for a side; null if none is set.</summary>
    public string? Find(char letter) => Find(Variable, letter);

    /// <summary>The probe user's token for a side; the side's own token if no other is set.</summary>
    public string? FindForProbe(char letter) => Find(ProbeVariable, letter) ?? Find(letter);

    private string? Find(string name, char letter) =>
        variable($"{name}_{letter}") is { Length: > 0 } own ? own
        : variable(name) is { Length: > 0 } shared ? shared
        : null;
}
