namespace Fitness;

/// <summary>A reason not to start, or not to go on, that the reader can act on. It is printed as it is, without a stack trace.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="innerException">The cause, where there is one.</param>
public sealed class StartException(string message, Exception? innerException = null) : Exception(message, innerException);
