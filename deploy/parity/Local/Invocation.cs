using System.Text.RegularExpressions;

namespace Fitness.Parity.Local;

/// <summary>One argument of a program.</summary>
/// <param name="Value">What the program gets.</param>
/// <param name="Shown">How it is written in a shell.</param>
internal sealed record Argument(string Value, string Shown)
{
    public static implicit operator Argument(string value) => new(value, Invocation.Quote(value));
}

/// <summary>A program with its arguments, to be run in the checkout's folder.</summary>
internal sealed partial record Invocation(string Program, params Argument[] Arguments)
{
    public override string ToString() => string.Join(' ', [Program, .. Arguments.Select(argument => argument.Shown)]);

    /// <summary>Quotes a value for a POSIX shell if needed.</summary>
    public static string Quote(string value) =>
        Plain().IsMatch(value) ? value : $"'{value.Replace("'", """'"'"'""", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[A-Za-z0-9_/.:=@,+-]+\z", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex Plain();
}
