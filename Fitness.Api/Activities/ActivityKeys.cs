using System.Globalization;

namespace Fitness.Api.Activities;

/// <summary>
/// The table's keys. Their order as UTF-8 bytes is the order that the API promises: by instant, then by id.
/// '#' sorts below every character of an id and '$' right above '#', so that an instant's bare text is its lower bound and the text with '$' its upper.
/// </summary>
internal static class ActivityKeys
{
    private const string InstantFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    /// <summary>The item that counts the user's changes.</summary>
    public const string ChangesItem = "changes";

    public static string Item(string id) => $"activity#{id}";

    public static string IdempotencyItem(string key) => $"idempotency#{key}";

    /// <summary>The position in the order of starts; sport comes first in <see cref="OfSport"/>.</summary>
    public static string Start(DateTimeOffset start, string id) => $"{Instant(start)}#{id}";

    public static string OfSport(Sport sport, string key) => $"{SportName(sport)}#{key}";

    public static string SportName(Sport sport) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(sport.ToString());

    /// <summary>The lowest key that is later than the instant; of all instants without one.</summary>
    public static string After(DateTimeOffset? instant) => instant is { } value ? Instant(value) + "$" : Instant(DateTimeOffset.MinValue);

    /// <summary>A key above every key that is earlier than the instant, and below every other.</summary>
    public static string Before(DateTimeOffset? instant) => instant is { } value ? Instant(value) : Instant(DateTimeOffset.MaxValue) + "$";

    /// <summary>The id in a start key.</summary>
    public static string IdOf(string startKey) => startKey[(startKey.IndexOf('#', StringComparison.Ordinal) + 1)..];

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);
}
