namespace Fitness.Cli;

/// <summary>How the command line ends.</summary>
internal static class ExitCodes
{
    /// <summary>It is done.</summary>
    public const int Success = 0;

    /// <summary>It could not be done; the last line says why.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>It was stopped, as a shell tells it of SIGINT.</summary>
    public const int Stopped = 130;
}
