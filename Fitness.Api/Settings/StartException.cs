namespace Fitness.Api.Settings;

/// <summary>A reason not to start, or not to go on, that the reader can act on. It is printed as it is, without a stack trace.</summary>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
