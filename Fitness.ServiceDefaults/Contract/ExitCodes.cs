namespace Fitness;

/// <summary>How the programs of Fitness end.</summary>
public static class ExitCodes
{
    /// <summary>Done; or it served, and stopped when it was asked to.</summary>
    public const int Success = 0;

    /// <summary>It could not be done, or not be started; the last line on standard error says why.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>It was interrupted, as shells report SIGINT.</summary>
    public const int Interrupted = 130;
}
