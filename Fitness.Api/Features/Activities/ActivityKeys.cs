using System.Globalization;

namespace Fitness.Api.Features.Activities;

/// <summary>
/// The table's keys. Their UTF-8 byte order is the order that the API promises: by instant, then by id.
/// '#' sorts before every character of an id, and '$' right after '#'. So an instant's text is a lower bound of its keys, and the text plus '$' an upper.
/// </summary>
public static class ActivityKeys
{
    private const string InstantFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    private const string DateFormat = "yyyy-MM-dd";

    private const string MonthFormat = "yyyy-MM";

    // The widest that .NET accepts; it is also the easternmost in use.
    private static readonly TimeSpan WidestOffset = TimeSpan.FromHours(14);

    private const string ActivityPrefix = "activity#";
    private const string IdempotencyPrefix = "idempotency#";

    // Right before the counter in the order of item ids, so that one request reads both.
    private const string CalendarPrefix = "calendar#";

    /// <summary>The item that counts the user's changes.</summary>
    public const string ChangesItem = "changes";

    /// <summary>The item id of an activity.</summary>
    public static string Item(string id) => ActivityPrefix + id;

    /// <summary>The item id of an idempotency record.</summary>
    public static string IdempotencyItem(string key) => IdempotencyPrefix + key;

    /// <summary>The idempotency key in an item's id, or null when the item is something else.</summary>
    public static string? IdempotencyKeyOf(string itemId) =>
        itemId.StartsWith(IdempotencyPrefix, StringComparison.Ordinal) ? itemId[IdempotencyPrefix.Length..] : null;

    /// <summary>The item id of what is kept of a civil month. Of all items, only the counter's follows those of the months.</summary>
    public static string CalendarItem(DateOnly month) => CalendarPrefix + Month(month);

    /// <summary>Whether the item is what is kept of a civil month.</summary>
    public static bool IsCalendarItem(string itemId) => itemId.StartsWith(CalendarPrefix, StringComparison.Ordinal);

    /// <summary>The first date of the civil month in an item's id.</summary>
    public static DateOnly MonthOfCalendarItem(string itemId) =>
        DateOnly.ParseExact(itemId.AsSpan(CalendarPrefix.Length), MonthFormat, CultureInfo.InvariantCulture);

    /// <summary>The position in the order of starts; <see cref="OfSport"/> puts the sport first.</summary>
    public static string Start(DateTimeOffset start, string id) => $"{Instant(start)}#{id}";

    /// <summary>The position in the order of civil dates, in the activity's own offset.</summary>
    public static string Day(DateTimeOffset start, string id) => $"{Date(DateOnly.FromDateTime(start.DateTime))}#{id}";

    /// <summary>A key below every key of the civil date.</summary>
    public static string FirstOf(DateOnly date) => Date(date);

    /// <summary>A key above every key of the civil date.</summary>
    public static string LastOf(DateOnly date) => Date(date) + "$";

    /// <summary>The civil date in a day key.</summary>
    public static DateOnly DateOf(string dayKey) =>
        DateOnly.ParseExact(dayKey.AsSpan(0, dayKey.IndexOf('#', StringComparison.Ordinal)), DateFormat, CultureInfo.InvariantCulture);

    /// <summary>The civil month in a day key, as in <see cref="Month"/>.</summary>
    public static string MonthOf(string dayKey) => dayKey[..MonthFormat.Length];

    /// <summary>The civil month of a date, such as <c>2026-11</c>.</summary>
    public static string Month(DateOnly date) => date.ToString(MonthFormat, CultureInfo.InvariantCulture);

    /// <summary>The position in the order of sports, then of <paramref name="key"/>.</summary>
    public static string OfSport(Sport sport, string key) => $"{SportName(sport)}#{key}";

    /// <summary>The sport's name, as in JSON.</summary>
    public static string SportName(Sport sport) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(sport.ToString());

    /// <summary>A key above every key up to the instant, below every later one; without an instant, below all.</summary>
    public static string After(DateTimeOffset? instant) => instant is { } value ? Instant(value) + "$" : Instant(DateTimeOffset.MinValue);

    /// <summary>A key above every key before the instant, below every other; without an instant, above all.</summary>
    public static string Before(DateTimeOffset? instant) => instant is { } value ? Instant(value) : Instant(DateTimeOffset.MaxValue) + "$";

    /// <summary>A start key below those of the civil date's activities, in whatever UTC offset.</summary>
    public static string EarliestStartOf(DateOnly date) => Before(new DateTimeOffset(date, TimeOnly.MinValue, WidestOffset));

    /// <summary>A start key above those of the civil date's activities, in whatever UTC offset.</summary>
    public static string LatestStartOf(DateOnly date) => Before(new DateTimeOffset(date.AddDays(1), TimeOnly.MinValue, -WidestOffset));

    /// <summary>The id in a start key.</summary>
    public static string IdOf(string startKey) => startKey[(startKey.IndexOf('#', StringComparison.Ordinal) + 1)..];

    private static string Date(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);
}
