namespace Fitness.Cli;

/// <summary>A command cannot go on. The message is for the person who gave it: what is wrong and what to do.</summary>
internal sealed class CommandException(string message, int exitCode = ExitCodes.Failure) : Exception(message)
{
    /// <summary>How the command line ends.</summary>
    public int ExitCode => exitCode;
}
