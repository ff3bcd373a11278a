namespace Fitness.Cli.Parity;

/// <summary>The arguments, variables and exit codes of <c>fitness parity</c>.</summary>
internal static class ParityCommandLine
{
    /// <summary>Names the image built from this checkout as a side.</summary>
    public const string BuiltImage = "image";

    /// <summary>The environment variable with the token for both sides.</summary>
    public const string TokenVariable = "FITNESS_TOKEN";

    /// <summary>The exit code if there is no unexpected difference.</summary>
    public const int AsExpected = 0;

    /// <summary>The exit code if there is an unexpected difference.</summary>
    public const int Unexpected = 1;

    /// <summary>The exit code if a side or the rules cannot be read.</summary>
    public const int Unreadable = 2;
}
