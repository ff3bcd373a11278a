namespace Fitness.Cli;

/// <summary>How the command line ends.</summary>
internal static class ExitCodes
{
    /// <summary>It is done; for <c>parity</c>: nothing differs that is not expected to.</summary>
    public const int Success = 0;

    /// <summary>It could not be done, and the last line says why; for <c>parity</c>: something differs that is not expected to.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A side of <c>parity</c>, or its rules, cannot be read.</summary>
    public const int Unreadable = 2;
}
