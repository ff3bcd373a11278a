using System.Globalization;

namespace Fitness.Api.Features.Activities;

/// <summary>
/// Which civil months the latest changes of a user touched: those in which a changed activity lies or lay. What was computed from a month's
/// activities is right for as long as none of them changes. A few months are enough, since one writes of what one does now, and keep the
/// counter's item below 1 KB, up to which a write of it costs no more.
/// </summary>
public sealed class ChangedMonths
{
    /// <summary>How many months are recorded.</summary>
    public const int MaxMonths = 24;

    private readonly long unknown;
    private readonly Dictionary<string, long> lastChanges;

    private ChangedMonths(long unknown, Dictionary<string, long> lastChanges) => (this.unknown, this.lastChanges) = (unknown, lastChanges);

    /// <summary>Of the changes up to a number nothing is known.</summary>
    public static ChangedMonths UnknownUpTo(long number) => new(number, new(StringComparer.Ordinal));

    /// <summary>The months after a transaction.</summary>
    /// <param name="months">Those that it touches, as in <see cref="ActivityKeys.Month"/>.</param>
    /// <param name="number">The number of its last change.</param>
    public ChangedMonths With(IEnumerable<string> months, long number)
    {
        var all = new Dictionary<string, long>(lastChanges, StringComparer.Ordinal);
        foreach (var month in months)
            all[month] = number;
        var left = all.Values.OrderDescending().Skip(MaxMonths).FirstOrDefault(unknown);
        return new ChangedMonths(left, all.Where(month => month.Value > left).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>Whether no change after this number touched the month, as far as is known.</summary>
    public bool IsUnchangedSince(string month, long number) => number >= unknown && lastChanges.GetValueOrDefault(month) <= number;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text; null from a version of the service that did not record months.</param>
    /// <param name="last">The last change of all.</param>
    public static ChangedMonths Parse(string? text, long last)
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        var words = text?.Split(' ') ?? [];
        if (words.Length == 0 || !TryParse(words[0], out var unknown))
            return UnknownUpTo(last);
        foreach (var word in words.Skip(1))
        {
            if (word.Split(':') is not [var month, var count] || !TryParse(count, out var number))
                return UnknownUpTo(last);
            numbers[month] = number;
        }
        return new ChangedMonths(unknown, numbers);
    }

    /// <summary>Up to which change nothing is known, and the last change of each month: <c>5 2026-10:97 2026-11:123</c>.</summary>
    public override string ToString() => string.Join(' ', lastChanges.Select(month => $"{month.Key}:{month.Value}").Prepend($"{unknown}"));

    private static bool TryParse(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
