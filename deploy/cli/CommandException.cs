namespace Fitness.Cli;

/// <summary>A command cannot continue. The message tells the user what is wrong and what to do.</summary>
internal sealed class CommandException(string message, int exitCode = ExitCodes.Failure) : Exception(message)
{
    /// <summary>The exit code of the command line.</summary>
    public int ExitCode => exitCode;
}
