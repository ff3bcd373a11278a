using System.Globalization;

namespace Fitness.Api.Features.Import;

/// <summary>
/// Reads the values in a file. One that cannot be read is null, and counted; nothing is thrown, because a file can have a million of them.
/// </summary>
internal static class TrackValues
{
    // As xsd:dateTime, which both formats use; the fraction and the offset may be missing.
    private const string DateTimeForm = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";
    private const string Midnight = "T00:00:00";
    private const string EndOfDay = "T24:00:00";
    private const int DateLength = 10;
    private const int FractionDigits = 7;
    private const int ShownLength = 60;
    private const double Pole = 90;
    private const double DateLine = 180;
    private const double LowestAltitude = -1000;
    private const double HighestAltitude = 100_000;

    /// <summary>Reads a number.</summary>
    public static double? Number(ImportWarnings warnings, ImportLoss what, string name, string? text, double from, double to)
    {
        if (TryNumber(text, from, to, out var value))
            return value;
        warnings.Add(what, warnings.First is null ? NoNumber(name, text, from, to) : null);
        return null;
    }

    /// <summary>Reads a time. Both formats use UTC, so a time without an offset is taken as UTC.</summary>
    public static DateTimeOffset? Time(ImportWarnings warnings, string name, string? text)
    {
        if (TryTime(text.AsSpan().Trim(), out var time))
            return time;
        warnings.Add(
            ImportLoss.Time,
            warnings.First is null ? $"'{name}' is '{Abbreviate(text)}'; it must be a time such as 2026-11-01T06:30:00Z." : null
        );
        return null;
    }

    /// <summary>Reads metres above sea level.</summary>
    public static double? Altitude(ImportWarnings warnings, string name, string text) =>
        Number(warnings, ImportLoss.Altitude, name, text, LowestAltitude, HighestAltitude);

    /// <summary>The same of a number.</summary>
    public static double? Altitude(ImportWarnings warnings, double? value)
    {
        if (value is null or (>= LowestAltitude and <= HighestAltitude))
            return value;
        warnings.Add(ImportLoss.Altitude);
        return null;
    }

    /// <summary>Reads a position; null also at 0/0, where there is only sea, and which devices write without satellites.</summary>
    public static Position? Position(ImportWarnings warnings, (string Name, string? Text) latitude, (string Name, string? Text) longitude)
    {
        var isLatitude = TryNumber(latitude.Text, -Pole, Pole, out var north);
        var isLongitude = TryNumber(longitude.Text, -DateLine, DateLine, out var east);
        if (isLatitude && isLongitude && (north != 0 || east != 0))
            return new Position(north, east);
        warnings.Add(
            ImportLoss.Position,
            warnings.First is not null ? null
                : !isLatitude ? NoNumber(latitude.Name, latitude.Text, -Pole, Pole)
                : !isLongitude ? NoNumber(longitude.Name, longitude.Text, -DateLine, DateLine)
                : $"'{latitude.Name}' and '{longitude.Name}' are 0, which is no fix."
        );
        return null;
    }

    /// <summary>The same of numbers; null also without any.</summary>
    public static Position? Position(ImportWarnings warnings, double? latitude, double? longitude)
    {
        if (latitude is null && longitude is null)
            return null;
        if (
            latitude is >= -Pole and <= Pole and var north
            && longitude is >= -DateLine and <= DateLine and var east
            && (north != 0 || east != 0)
        )
            return new Position(north, east);
        warnings.Add(
            ImportLoss.Position,
            warnings.First is null
                ? string.Create(CultureInfo.InvariantCulture, $"A position is {latitude}° north, {longitude}° east, which is no fix.")
                : null
        );
        return null;
    }

    /// <summary>A measure that is not read from a text; null, and counted, if it is less than nothing or more than it can be.</summary>
    public static double? Measure(ImportWarnings warnings, ImportLoss what, string name, double? value, double to)
    {
        if (value is null || (value >= 0 && value <= to))
            return value;
        warnings.Add(what, warnings.First is null ? NoNumber(name, value?.ToString(CultureInfo.InvariantCulture), 0, to) : null);
        return null;
    }

    /// <summary>A value as a message shows it.</summary>
    public static string Abbreviate(string? text) => text is { Length: > ShownLength } ? text[..ShownLength] + "…" : text ?? "";

    private static bool TryNumber(string? text, double from, double to, out double value) =>
        double.TryParse(text.AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value >= from && value <= to;

    private static string NoNumber(string name, string? text, double from, double to) =>
        string.Create(CultureInfo.InvariantCulture, $"'{name}' is '{Abbreviate(text)}'; it must be a number from {from} to {to}.");

    private static bool TryTime(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        var isEndOfDay = text.Length > DateLength && text[DateLength..].StartsWith(EndOfDay);
        if (isEndOfDay)
            text = string.Concat(text[..DateLength], Midnight, text[(DateLength + EndOfDay.Length)..]);
        if (
            !DateTimeOffset.TryParseExact(
                Shorten(text),
                DateTimeForm,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out time
            )
        )
            return false;
        if (!isEndOfDay)
            return true;
        if (time.Ticks % TimeSpan.TicksPerSecond != 0 || DateTimeOffset.MaxValue - time < TimeSpan.FromDays(1))
            return false;
        time = time.AddDays(1);
        return true;
    }

    // Some devices write nanoseconds.
    private static ReadOnlySpan<char> Shorten(ReadOnlySpan<char> time)
    {
        var fraction = time.IndexOf('.') + 1;
        if (fraction == 0)
            return time;
        var digits = time[fraction..].IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : time.Length - fraction;
        return digits <= FractionDigits ? time : string.Concat(time[..(fraction + FractionDigits)], time[(fraction + digits)..]);
    }
}
