namespace Fitness;

/// <summary>The exit codes of Fitness's programs.</summary>
public static class ExitCodes
{
    /// <summary>The program succeeded, or stopped when asked to.</summary>
    public const int Success = 0;

    /// <summary>The program failed or could not start; the last line on standard error says why.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>What was to be compared or shown cannot be read; <see cref="Failure"/> says that it differs.</summary>
    public const int Unreadable = 2;

    /// <summary>The program was interrupted; the code with which shells report SIGINT.</summary>
    public const int Interrupted = 130;
}
