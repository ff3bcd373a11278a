namespace Fitness.Parity.Local;

/// <summary>A command cannot continue. The message tells the user what is wrong and what to do.</summary>
internal sealed class CommandException(string message) : Exception(message);
