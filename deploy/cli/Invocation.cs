using System.Text.RegularExpressions;

namespace Fitness.Cli;

/// <summary>One argument of a program.</summary>
/// <param name="Value">What the program gets.</param>
/// <param name="Shown">How a person would write it for a shell.</param>
internal sealed record Argument(string Value, string Shown)
{
    public static implicit operator Argument(string value) => new(value, Invocation.Quote(value));
}

/// <summary>A program with its arguments, as a person would run it in the checkout's folder.</summary>
internal sealed partial record Invocation(string Program, params Argument[] Arguments)
{
    public override string ToString() => string.Join(' ', [Program, .. Arguments.Select(argument => argument.Shown)]);

    /// <summary>Quotes for a POSIX shell, where it is needed.</summary>
    public static string Quote(string value) => Plain().IsMatch(value) ? value : $"'{value.Replace("'", """'"'"'""", StringComparison.Ordinal)}'";

    [GeneratedRegex("^[A-Za-z0-9_/.:=@,+-]+$")]
    private static partial Regex Plain();
}
