using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fitness.Api.Web.Requests;

/// <summary>
/// The forms of a value that a client's library may write, and the usual one, in which the JSON serializer reads it: <c>5.0</c> and <c>5e0</c>
/// are the number 5 (RFC 8259, section 6), and a <c>t</c> or <c>z</c> of a time may be lower case (RFC 3339, section 5.6).
/// </summary>
internal static partial class InputForms
{
    // A decimal holds as many digits exactly; more of them than any number here needs.
    private const int MaxDigits = 28;

    /// <summary>Whether the value is an RFC 3339 time with seconds and an offset.</summary>
    /// <exception cref="InvalidOperationException">The text is no valid Unicode.</exception>
    public static bool IsTime(JsonElement json) => json.ValueKind == JsonValueKind.String && Rfc3339().IsMatch(json.GetString()!);

    /// <summary>The value in its usual form; null if it is in it already, or no value of the type.</summary>
    public static JsonValue? ToUsual(Type type, JsonElement json)
    {
        if (type == typeof(int))
            return json.ValueKind == JsonValueKind.Number && !json.TryGetInt32(out _) && ToWhole(json) is { } whole
                ? JsonValue.Create(whole)
                : null;
        if (type != typeof(DateTimeOffset) || !IsTime(json))
            return null;
        var time = json.GetString()!;
        return time.AsSpan().ContainsAny('t', 'z') ? JsonValue.Create(time.ToUpperInvariant()) : null;
    }

    private static int? ToWhole(JsonElement json)
    {
        var text = json.GetRawText();
        if (
            text.Length > MaxDigits
            || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || number != decimal.Truncate(number)
            || number is < int.MinValue or > int.MaxValue
        )
            return null;
        // What is too small for a decimal is not zero.
        var isZero =
            text.AsSpan(0, text.AsSpan().IndexOfAny('e', 'E') is var end and >= 0 ? end : text.Length).IndexOfAnyInRange('1', '9') < 0;
        return number == 0 == isZero ? (int)number : null;
    }

    [GeneratedRegex(
        @"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,7})?([Zz]|[+-]\d{2}:\d{2})\z",
        RegexOptions.CultureInvariant,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex Rfc3339();
}
