using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>
/// Hides in a log what the rest of a capsule hides, by the same texts, and whatever stands in quotes: the service's messages quote what clients
/// have sent.
/// </summary>
/// <param name="masks">What is hidden by what.</param>
/// <param name="texts">Hides texts.</param>
internal sealed partial class MaskedLog(Masks masks, MaskedTexts texts)
{
    /// <summary>The lines with what is to be hidden in them hidden.</summary>
    public string Hide(IReadOnlyList<string> lines)
    {
        var known = masks.Known.Where(text => text.Length >= MaskedTexts.ShortestInText).ToHashSet(StringComparer.Ordinal);
        var search = SearchValues.Create([.. known], StringComparison.Ordinal);
        var lengths = known.Select(text => text.Length).Distinct().OrderDescending().ToArray();
        var hidden = new StringBuilder();
        foreach (var line in lines)
            hidden.Append(texts.HideUsers(HideQuoted(HideKnown(Color().Replace(line, ""), known, search, lengths)))).Append('\n');
        return hidden.ToString();
    }

    private string HideQuoted(string line) =>
        Quoted()
            .Replace(line, found =>
                IsOwn(found.Groups[1].Value) ? found.Value : $"{found.Value[0]}{masks.Hide(found.Groups[1].Value)}{found.Value[^1]}"
            );

    // What is hidden already, or is a number, a time or a user, says nothing.
    private bool IsOwn(string text) =>
        masks.IsHidden(text) || texts.PseudonymOf(text) is not null || !text.Any(char.IsLetter) || KnownTexts.IsMediaType(text);

    private string HideKnown(string line, HashSet<string> known, SearchValues<string> search, int[] lengths)
    {
        var hidden = new StringBuilder(line.Length);
        var rest = line.AsSpan();
        for (int at; (at = rest.IndexOfAny(search)) >= 0; )
        {
            var place = line.Length - rest.Length + at;
            var length = Array.Find(lengths, length =>
                place + length <= line.Length && known.Contains(line.Substring(place, length)) && IsWord(line, place, length)
            );
            hidden.Append(rest[..at]);
            if (length == 0)
                hidden.Append(rest[at]);
            else
                hidden.Append(masks.Hide(line.Substring(place, length)));
            rest = rest[(at + Math.Max(length, 1))..];
        }
        return hidden.Append(rest).ToString();
    }

    private static bool IsWord(string line, int at, int length) =>
        (at == 0 || !char.IsLetterOrDigit(line[at - 1])) && (at + length == line.Length || !char.IsLetterOrDigit(line[at + length]));

    [GeneratedRegex(@"(?<!\w)'([^']+)'(?!\w)", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\x1b\[[0-9;]*m", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex Color();
}
