namespace Fitness;

/// <summary>Regular expressions.</summary>
public static class Patterns
{
    /// <summary>
    /// How long a match may take, in milliseconds, before it throws <see cref="System.Text.RegularExpressions.RegexMatchTimeoutException"/>.
    /// No pattern here comes near it: it guards against one that is written without care.
    /// </summary>
    public const int TimeoutMilliseconds = 1000;
}
