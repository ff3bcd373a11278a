namespace Fitness.Cli.Parity;

/// <summary>How the command line <c>fitness parity</c> is called, and how it ends.</summary>
internal static class ParityCommandLine
{
    /// <summary>The side that is the image that was built of this checkout.</summary>
    public const string BuiltImage = "image";

    /// <summary>The variable that has the token for both sides.</summary>
    public const string TokenVariable = "FITNESS_TOKEN";

    /// <summary>The exit code when nothing differs that is not expected to.</summary>
    public const int AsExpected = 0;

    /// <summary>The exit code when something does.</summary>
    public const int Unexpected = 1;

    /// <summary>The exit code when a side, or the rules, cannot be read.</summary>
    public const int Unreadable = 2;
}
