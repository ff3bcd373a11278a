using System.Text.RegularExpressions;

namespace Fitness;

/// <summary>Regular expressions.</summary>
public static class Patterns
{
    /// <summary>
    /// How long a match may take, in milliseconds, before it throws <see cref="RegexMatchTimeoutException"/>.
    /// No pattern here comes near it: it guards against one that is written without care.
    /// </summary>
    public const int TimeoutMilliseconds = 1000;

    /// <summary>Whether the pattern matches the whole text: in .NET, <c>$</c> alone accepts a line feed at the end.</summary>
    /// <param name="pattern">A pattern that other languages read too, and that therefore cannot end in <c>\z</c>.</param>
    /// <param name="text">The text.</param>
    public static bool IsWhole(Regex pattern, string text) => pattern.Match(text) is { Success: true } match && match.Length == text.Length;
}
