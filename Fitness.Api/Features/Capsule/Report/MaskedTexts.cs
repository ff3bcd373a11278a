using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Changes;
using Microsoft.AspNetCore.WebUtilities;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>Hides what a person wrote and who it was, in texts of all kinds.</summary>
/// <param name="masks">Hides texts.</param>
/// <param name="users">What stands for each user.</param>
internal sealed partial class MaskedTexts(Masks masks, IReadOnlyDictionary<string, string> users)
{
    /// <summary>How long a text has to be that is looked for in others: a shorter one is part of too many words.</summary>
    public const int ShortestInText = 4;

    private readonly Dictionary<string, string> positions = new(StringComparer.Ordinal);
    private readonly HashSet<string> recent = new(StringComparer.Ordinal);

    /// <summary>Another request begins: the service's texts can quote it only.</summary>
    public void BeginRequest() => recent.Clear();

    /// <summary>What stands for a user; null if the text is none.</summary>
    public string? PseudonymOf(string text) => users.GetValueOrDefault(text);

    /// <summary>Hides a text.</summary>
    public string Hide(string text)
    {
        if (text.Length >= ShortestInText)
            recent.Add(text);
        return masks.Hide(text);
    }

    /// <summary>Hides bytes in Base64 behind as many others.</summary>
    public string HideBytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length)
            ? Convert.ToBase64String(masks.Hide(bytes.AsSpan(0, length)))
            : Hide(base64);
    }

    /// <summary>Hides a member's name, unless a client may send one of this name.</summary>
    public string HideName(string name) => IsKnownName(name) ? name : Hide(name);

    /// <summary>Whether a client may send a member of this name.</summary>
    public static bool IsKnownName(string name) => KnownTexts.IsMember(name) || KnownTexts.IsParameter(name) || IsPointer(name);

    /// <summary>A number of as many digits that says nothing.</summary>
    public static JsonNode? HideNumber(JsonValue number) => JsonNode.Parse(Digit().Replace(number.ToJsonString(), "1"));

    /// <summary>A cursor's place in the order of those that the capsule has: it is bound to the user, and the replay gets another one.</summary>
    public string HideCursor(string cursor) => Position(cursor, "cursor");

    /// <summary>A sync token, made anew for the pseudonym; what is none is called by its place.</summary>
    public string HideToken(string token) =>
        users.Select(user => SyncTokens.Rebind(token, user.Key, user.Value)).FirstOrDefault(anew => anew is not null)
        ?? Position(token, "token");

    public static bool IsItemId(string text) => ActivityKeys.IdempotencyKeyOf(text) is not null || Patterns.IsWhole(ItemId(), text);

    /// <summary>Hides the client's part of an item's key.</summary>
    public string HideItemId(string itemId) =>
        ActivityKeys.IdempotencyKeyOf(itemId) is { } key ? ActivityKeys.IdempotencyItem(Hide(key))
        : Patterns.IsWhole(ItemId(), itemId) ? itemId
        : Hide(itemId);

    /// <summary>Hides in a text of the service what it quotes: whatever stands in quotes, what the request had that was hidden, and the users.</summary>
    public string HideIn(string text)
    {
        text = Quoted()
            .Replace(text, found =>
                KnownTexts.IsMediaType(found.Groups[1].Value) || KnownTexts.IsCoding(found.Groups[1].Value) || found.Groups[1].Length == 0
                    ? found.Value
                    : $"'{Hide(found.Groups[1].Value)}'"
            );
        foreach (var original in recent.OrderByDescending(original => original.Length))
            text = ReplaceWord(text, original, masks.Hide(original));
        return HideUsers(text);
    }

    /// <summary>Hides the users in a text.</summary>
    public string HideUsers(string text)
    {
        foreach (var (user, pseudonym) in users.Where(user => user.Key.Length >= ShortestInText).OrderByDescending(user => user.Key.Length))
            text = ReplaceWord(text, user, pseudonym);
        return text;
    }

    /// <summary>Hides the free parts of a path and query.</summary>
    public string HideTarget(string target)
    {
        var (path, query) = target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at
            ? (target[..at], target[(at + 1)..])
            : (target, null);
        // At an address that there is none of, anything may stand for anything.
        var isKnown = KnownTexts.IsPath(path);
        var hidden = string.Join(
            '/',
            path.Split('/')
                .Select(segment =>
                    isKnown ? HideSegment(segment)
                    : KnownTexts.IsRouteWord(segment) ? segment
                    : HideWhole(segment)
                )
        );
        if (query is null)
            return hidden;
        var pairs = new List<string>();
        foreach (var pair in new QueryStringEnumerable(query))
            pairs.Add(HidePair(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        return $"{hidden}?{string.Join('&', pairs)}";
    }

    /// <summary>Hides a header's value, unless it is one that clients and the service themselves make.</summary>
    public string HideHeader(string name, string value) =>
        name switch
        {
            "Content-Type" or "Accept" when KnownTexts.IsMediaType(value) => value,
            "Content-Type" when value.StartsWith("multipart/form-data; boundary=", StringComparison.OrdinalIgnoreCase) =>
                "multipart/form-data; boundary=boundary",
            "If-Match" or "If-None-Match" or "ETag" when KnownTexts.IsETag(value) => value,
            "Content-Encoding" when KnownTexts.IsCoding(value) => value,
            "Sec-Fetch-Site" when value is "none" or "same-origin" or "same-site" or "cross-site" => value,
            "Cache-Control" when value is "no-cache" => value,
            "Idempotency-Replayed" when value is "true" => value,
            FitnessHeaders.WrongTotals when value.All(one => char.IsAsciiDigit(one) || one is '-' or ',' or ' ') => value,
            "Retry-After" when value.All(char.IsAsciiDigit) => value,
            // Which address the service has is of no use elsewhere.
            "Location" => HideTarget(Uri.TryCreate(value, UriKind.Absolute, out var place) && !place.IsFile ? place.PathAndQuery : value),
            "Origin" when value is "null" => value,
            "Origin" when Uri.TryCreate(value, UriKind.Absolute, out var origin) && origin.IsLoopback => origin.GetLeftPart(
                UriPartial.Scheme
            ) + origin.Authority.Split('@')[^1],
            "Link" when value.StartsWith("</", StringComparison.Ordinal) => value,
            _ => Hide(value),
        };

    private string HideWhole(string segment)
    {
        var text = Uri.UnescapeDataString(segment);
        return Uri.EscapeDataString(PseudonymOf(text) ?? Hide(text));
    }

    private string HideSegment(string segment)
    {
        var text = Uri.UnescapeDataString(segment);
        var pseudonym = PseudonymOf(text);
        if (text.Length == 0 || KnownTexts.IsId(text) && pseudonym is null)
            return segment;
        return Uri.EscapeDataString(pseudonym ?? Hide(text));
    }

    private string HidePair(string name, string value)
    {
        var hidden =
            KnownTexts.IsQueryValue(name, value) ? value
            : name.Equals("cursor", StringComparison.OrdinalIgnoreCase) ? HideCursor(value)
            : name.Equals("token", StringComparison.OrdinalIgnoreCase) ? HideToken(value)
            : Hide(value);
        return $"{Uri.EscapeDataString(KnownTexts.IsParameter(name) ? name : Hide(name))}={Uri.EscapeDataString(hidden)}";
    }

    private string Position(string text, string kind)
    {
        // Of one length, so that none is the beginning of another.
        if (!positions.TryGetValue(text, out var marker))
            positions[text] = marker = string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{kind}-{positions.Values.Count(other => other.StartsWith(kind, StringComparison.Ordinal)) + 1:0000}"
            );
        return marker;
    }

    private static string ReplaceWord(string text, string original, string hidden)
    {
        for (var at = 0; (at = text.IndexOf(original, at, StringComparison.Ordinal)) >= 0; at += hidden.Length)
        {
            var end = at + original.Length;
            var isWord = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            text = isWord ? text[..at] + hidden + text[end..] : text;
        }
        return text;
    }

    // Of an item of a batch.
    private static bool IsPointer(string name) => Patterns.IsWhole(Pointer(), name);

    [GeneratedRegex(
        "^(?:changes|activity#[A-Za-z0-9_-]{1,64}|calendar#[0-9-]{0,10}|activity[#$]|calendar[#$]|idempotency[#$])$",
        RegexOptions.CultureInvariant,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex ItemId();

    [GeneratedRegex(@"(?<!\w)'([^']*)'(?!\w)", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^/(?:uploads|items)/\d{1,3}$", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex Pointer();

    [GeneratedRegex("[0-9]", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex Digit();
}
