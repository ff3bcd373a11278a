namespace Fitness.Cli;

/// <summary>A command cannot go on. The message is for the person who gave it: what is wrong and what to do.</summary>
internal sealed class CommandException(string message) : Exception(message);
