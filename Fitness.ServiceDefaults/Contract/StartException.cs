namespace Fitness;

/// <summary>A reason not to start or continue that the reader can act on. It is printed unchanged, without a stack trace.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class StartException(string message, Exception? innerException = null) : Exception(message, innerException);
