using System.Globalization;
using System.Text.RegularExpressions;

namespace Fitness.Api.Settings;

/// <summary>Texts from outside in a message of one line.</summary>
internal static partial class Readable
{
    private const int Longest = 100;

    /// <summary>The value in one line, not too long, and without the user and the password of an address.</summary>
    public static string Value(string value)
    {
        var line = UserInfo().Replace(Line(value), "");
        return line.Length > Longest ? $"{line[..Longest]}…" : line;
    }

    /// <summary>The text in one line.</summary>
    public static string Line(string text) =>
        string.Concat(
                text.ReplaceLineEndings(" ")
                    .Select(character =>
                        char.IsControl(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format ? ' ' : character
                    )
            )
            .Trim();

    [GeneratedRegex(@"(?<=[/\\]{2})[^;\s]*@", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex UserInfo();
}
