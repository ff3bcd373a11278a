using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fitness.Api.Features.Capsule.Report;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>A difference between what was recorded and what was replayed.</summary>
/// <param name="Where">The status, a header, or a place in the body as a JSON Pointer (RFC 6901).</param>
/// <param name="Recorded">What was recorded; null if there was nothing.</param>
/// <param name="Replayed">What was replayed; null if there was nothing.</param>
internal sealed record Difference(string Where, string? Recorded, string? Replayed);

/// <summary>
/// Compares answers: status, headers and bodies have to be the same. Times may differ by <see cref="Tolerance"/>; what the service chooses
/// anew, such as ids, has to be the same one wherever it was the same one.
/// </summary>
/// <param name="carried">What was chosen anew.</param>
internal sealed partial class Comparison(Carried carried)
{
    /// <summary>By how much a time may differ: a replay's clock is set by the requests' times, and runs on while they are served.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private const int LongestShown = 200;

    // Of the API's members and headers.
    private static readonly HashSet<string> Chosen = new(StringComparer.OrdinalIgnoreCase)
    {
        "id",
        "possibleDuplicateOf",
        "duplicateOf",
        "Location",
        "nextCursor",
        "cursor",
        "Link",
    };

    // Of the API's members: how far a client has read the changes.
    private static readonly HashSet<string> Positions = new(StringComparer.OrdinalIgnoreCase) { "nextToken", "token" };

    // Of the API's members: what the service's clock makes, and its sentences.
    private static readonly HashSet<string> Timed = new(StringComparer.OrdinalIgnoreCase)
    {
        "createdAt",
        "updatedAt",
        "deletedAt",
        "detail",
    };

    private readonly List<Difference> differences = [];

    // The id of the activity that is compared.
    private string activity = "";

    /// <summary>How an answer differs from the recorded one.</summary>
    public IReadOnlyList<Difference> Compare(CapsuleRequest recorded, ReplayedAnswer replayed)
    {
        differences.Clear();
        activity = recorded.LastOfPath;
        if (recorded.Status != replayed.Status)
            differences.Add(new("status", recorded.DidNotEnd ? null : Text(recorded.Status), Text(replayed.Status)));
        foreach (var name in recorded.ResponseHeaders.Keys.Union(replayed.Headers.Keys, StringComparer.OrdinalIgnoreCase))
            CompareHeader(name, recorded.ResponseHeaders.GetValueOrDefault(name), replayed.Headers.GetValueOrDefault(name));
        var (before, now) = (recorded.ResponseBody, replayed.Body);
        if (before.IsWhole && now.IsWhole)
        {
            if (before.Json is not null || now.Json is not null)
                Compare("", "", before.Json, now.Json);
            else if (!recorded.IsTextHidden || string.IsNullOrEmpty(now.Text))
                CompareText("body", "", before.Text ?? "", now.Text ?? "");
        }
        else if (before.IsWhole != now.IsWhole)
            differences.Add(new("body", Size(before), Size(now)));
        return [.. differences];
    }

    private void CompareHeader(string name, string? recorded, string? replayed)
    {
        if (recorded is null || replayed is null)
            differences.Add(new(name, recorded, replayed));
        else if (name.Equals("Location", StringComparison.OrdinalIgnoreCase))
            CompareText(name, name, PathOf(recorded), PathOf(replayed));
        else
            CompareText(name, name, recorded, replayed);
    }

    private void Compare(string path, string name, JsonNode? recorded, JsonNode? replayed)
    {
        switch (recorded, replayed)
        {
            case (JsonObject before, JsonObject now):
                var around = activity;
                activity = IdOf(before) ?? activity;
                foreach (var member in before.Select(one => one.Key).Union(now.Select(one => one.Key), StringComparer.Ordinal))
                {
                    var place =
                        $"{path}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
                    if (before.ContainsKey(member) && now.ContainsKey(member))
                        Compare(place, member, before[member], now[member]);
                    else
                        differences.Add(
                            new(
                                place,
                                before.ContainsKey(member) ? Shown(before[member]) : null,
                                now.ContainsKey(member) ? Shown(now[member]) : null
                            )
                        );
                }
                activity = around;
                break;
            case (JsonArray before, JsonArray now):
                CompareItems(path, name, before, now);
                break;
            case (JsonValue before, JsonValue now)
                when before.GetValueKind() == JsonValueKind.String && now.GetValueKind() == JsonValueKind.String:
                CompareText(path, name, before.GetValue<string>(), now.GetValue<string>());
                break;
            default:
                if (!JsonNode.DeepEquals(recorded, replayed))
                    differences.Add(
                        path.Length == 0 ? new("body", WholeOf(recorded), WholeOf(replayed)) : new(path, Shown(recorded), Shown(replayed))
                    );
                break;
        }
    }

    // Where there are more or fewer, what has an id is looked for by it, so that one that is gone or new does not move all behind it.
    private void CompareItems(string path, string name, JsonArray before, JsonArray now)
    {
        var ids = before.Select(item => IdOf(item) is { } id ? carried.Carry(id) : null).ToList();
        var others = now.Select(IdOf).ToList();
        for (int at = 0, other = 0; at < before.Count || other < now.Count; )
        {
            if (other == now.Count || (before.Count > now.Count && at < before.Count && IsOnly(ids[at], others)))
                differences.Add(new(Place(at), Shown(before[at++]), null));
            else if (at == before.Count || (before.Count < now.Count && IsOnly(others[other], ids)))
                differences.Add(new(Place(other), null, Shown(now[other++])));
            else
                Compare(Place(at), name, before[at++], now[other++]);
        }

        string Place(int index) => string.Create(CultureInfo.InvariantCulture, $"{path}/{index}");

        static bool IsOnly(string? id, List<string?> elsewhere) => id is not null && !elsewhere.Contains(id);
    }

    private static string? IdOf(JsonNode? item) =>
        item is JsonObject members && members["id"] is JsonValue value && value.TryGetValue<string>(out var id) ? id : null;

    private void CompareText(string where, string name, string recorded, string replayed)
    {
        if (!IsSame(name, recorded, replayed))
            differences.Add(new(where, Short(recorded), Short(replayed)));
    }

    private bool IsSame(string name, string recorded, string replayed) =>
        // Each request of the replay has one of its own; of the recorded ones, several can have had one.
        name == "traceId"
            ? true
        : name.Equals("etag", StringComparison.OrdinalIgnoreCase) ? IsSameVersion(recorded, replayed)
        : Positions.Contains(name) ? IsSamePosition(recorded, replayed)
        : Chosen.Contains(name) ? AreSamePieces(recorded, replayed)
        : recorded == replayed || (Timed.Contains(name) && AreSameTimes(recorded, replayed)) || carried.Carry(recorded) == replayed;

    // An entity tag is a version's number and the time of the change that made it.
    private bool IsSameVersion(string recorded, string replayed)
    {
        var (before, now) = (EntityTag().Match(recorded), EntityTag().Match(replayed));
        if (!before.Success || !now.Success)
            return carried.Matches(recorded, replayed);
        carried.AddTag(activity, recorded.Trim('"'), replayed.Trim('"'));
        return IsNear(before, now);
    }

    private static bool IsNear(Match tag, Match other)
    {
        return tag.Groups["version"].Value == other.Groups["version"].Value && IsNear(TimeOf(tag), TimeOf(other));

        static DateTimeOffset TimeOf(Match tag) =>
            DateTimeOffset.FromUnixTimeMilliseconds(
                long.Parse(tag.Groups["time"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            );
    }

    // The number of a change, and the time of the answer: of two in one millisecond it was the same, and need not be now.
    private bool IsSamePosition(string recorded, string replayed)
    {
        var (before, now) = (
            Position().Match(OpaqueToken.PayloadOf(recorded) ?? ""),
            Position().Match(OpaqueToken.PayloadOf(replayed) ?? "")
        );
        if (!before.Success || !now.Success)
            return carried.Matches(recorded, replayed);
        carried.Add(recorded, replayed);
        return before.Groups["number"].Value == now.Groups["number"].Value && IsNear(TimeOf(before), TimeOf(now));

        static DateTimeOffset TimeOf(Match position) =>
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(position.Groups["time"].Value, CultureInfo.InvariantCulture));
    }

    // A path has a name for each of its parts; a cursor is one.
    private bool AreSamePieces(string recorded, string replayed)
    {
        var (before, now) = (recorded.Split('/'), replayed.Split('/'));
        return before.Length == now.Length && before.Zip(now).All(pair => carried.Matches(pair.First, pair.Second));
    }

    // Also of a sentence in which there are times, or entity tags.
    private bool AreSameTimes(string recorded, string replayed)
    {
        var (tags, others) = (QuotedTag().Matches(recorded), QuotedTag().Matches(replayed));
        if (tags.Count > 0 && tags.Count == others.Count && tags.Zip(others).All(pair => IsNear(pair.First, pair.Second)))
            return IsSame("detail", QuotedTag().Replace(recorded, ""), QuotedTag().Replace(replayed, ""));
        var (before, now) = (Time().Matches(recorded), Time().Matches(replayed));
        return before.Count > 0
            && before.Count == now.Count
            && Time().Replace(recorded, "") == Time().Replace(replayed, "")
            && before.Zip(now).All(pair => IsNear(TimeOf(pair.First.Value), TimeOf(pair.Second.Value)));

        static DateTimeOffset TimeOf(string text) =>
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : DateTimeOffset.MinValue;
    }

    private static bool IsNear(DateTimeOffset one, DateTimeOffset other) => (one - other).Duration() <= Tolerance;

    private static string PathOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.PathAndQuery : address;

    // Of the larger one only the hash was kept, and the smaller one is hidden.
    private static string Size(CapsuleBody body) =>
        body.IsWhole ? "a short one" : string.Create(CultureInfo.InvariantCulture, $"{body.Length} bytes");

    private static string? WholeOf(JsonNode? body) => body is null ? null : Shown(body);

    private static string? Shown(JsonNode? node) => node is null ? "null" : Short(node.ToJsonString(CapsuleFile.Line));

    private static string Short(string text) => text.Length <= LongestShown ? text : $"{text[..LongestShown]}…";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(
        "^(?<number>[0-9]{1,18}) (?<time>[0-9]{1,13}) [0-9]{1,18} [0-9]{1,13} ",
        RegexOptions.None,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex Position();

    [GeneratedRegex("^\"?(?<version>[0-9]{1,18})-(?<time>[0-9a-f]{1,11})\"?$", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex EntityTag();

    [GeneratedRegex("\"(?<version>[0-9]{1,18})-(?<time>[0-9a-f]{1,11})\"", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex QuotedTag();

    [GeneratedRegex(
        "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?(?=Z|[+-]|$)",
        RegexOptions.None,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex Time();
}
