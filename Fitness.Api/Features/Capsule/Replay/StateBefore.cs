using System.Text.Json.Nodes;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Capsule.Recording;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>
/// The table before the first request from which on all that changed it is in the capsule. What each item was then, its first reading tells:
/// a writer reads everything that it replaces. Then the requests' writes are gone through on it: a reading that differs from what they
/// have made was changed by something that is not in the capsule, and only what came after it is certain.
/// </summary>
/// <param name="First">The number of the first request that is certain; one more than there are, if none is.</param>
/// <param name="Items">The items then.</param>
/// <param name="Reason">Why the requests before it are not; null if all are.</param>
/// <param name="Moved">
/// Of storage requests at once that came to the table in another order than they were answered, the places, in <see cref="Steps"/>, by those at which they were sent.
/// </param>
internal sealed record StateBefore(int First, IReadOnlyList<JsonObject> Items, string? Reason, IReadOnlyDictionary<long, long> Moved)
{
    /// <summary>How far two places are apart: between them there are others.</summary>
    public const int Steps = 1000;

    /// <summary>Finds it.</summary>
    /// <param name="requests">The requests, in the order in which they began; numbered from 1 in the capsule's order.</param>
    /// <param name="items">The table when the capsule was made.</param>
    public static StateBefore Find(IReadOnlyList<CapsuleRequest> requests, IReadOnlyList<JsonObject> items)
    {
        // What is kept of months can be summed again: where it is not known, the replay does without.
        var isKnown = requests.All(request => !RecordedMethods.IsReading(request.Method) || !HasUnknownWrite(request));
        var last = items.Where(item => isKnown || !IsOfMonth(ItemJson.KeyOf(item))).ToDictionary(ItemJson.KeyOf, StringComparer.Ordinal);
        string? reason = null;
        for (var from = 0; ; )
        {
            var rest = requests.Skip(from).ToList();
            if (rest.FindLastIndex(ReplacedWhatWasNotKept) is >= 0 and var unknown)
            {
                reason = $"Of what request {rest[unknown].Number} wrote, and of what that replaced, only hashes were kept.";
                from += unknown + 1;
                continue;
            }
            var effects = StorageEffect.Of(rest);
            if (!isKnown)
                effects = [.. effects.Select(effect => effect.Without(IsOfMonth))];
            var before = Before(effects, last);
            var moved = new Dictionary<long, long>();
            if (FindUnknownChange(effects, before, last, moved) is not var (number, key))
                return new StateBefore(rest.Count == 0 ? requests.Count + 1 : rest[0].Number, [.. before.Values], reason, moved);
            var at = rest.FindIndex(request => request.Number == number);
            var item = key.Split('\n')[^1];
            reason = rest.Take(at).LastOrDefault(WasNotKept) is { } writer
                ? $"Before request {number}, the item {item} was changed; of what request {writer.Number} wrote only the hash was kept."
                : $"Before request {number}, something that is not in the capsule changed the item {item}.";
            from += Math.Max(at, 1);
        }
    }

    private static bool IsOfMonth(string key) => ActivityKeys.IsCalendarItem(key.Split('\n')[^1]);

    private static bool WasNotKept(CapsuleRequest request) => !RecordedMethods.IsReading(request.Method) && HasUnknownWrite(request);

    private static bool HasUnknownWrite(CapsuleRequest request) =>
        request.StorageRequests.Any(one => one is { IsElsewhere: false, Operation: "TransactWriteItems", Request.IsWhole: false });

    private static bool ReplacedWhatWasNotKept(CapsuleRequest request) =>
        WasNotKept(request)
        && request.StorageRequests.Any(one =>
            one
                is { IsOne: true, IsElsewhere: false, Operation: not "TransactWriteItems" }
                    and ({ Request.IsWhole: false } or { Response.IsWhole: false })
        );

    private static Dictionary<string, JsonObject> Before(List<StorageEffect> effects, Dictionary<string, JsonObject> last)
    {
        var before = new Dictionary<string, JsonObject>(last, StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var listed = new Dictionary<string, ItemImage>(StringComparer.Ordinal);
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var effect in effects)
        {
            foreach (var read in effect.Reads.Where(read => !written.Contains(read.Key)))
            {
                if (read.IsWhole && known.Add(read.Key))
                    Set(before, read);
                // An index can lack attributes: the most that was listed.
                else if (!read.IsWhole && CountOf(read) > CountOf(listed.GetValueOrDefault(read.Key)))
                    listed[read.Key] = read;
            }
            foreach (var write in effect.Writes)
            {
                if (!written.Add(write.Key) || !known.Add(write.Key))
                    continue;
                // What was only listed and is replaced, the writer has listed as a whole. What nobody has read before was new.
                if (listed.TryGetValue(write.Key, out var read))
                    Set(before, read);
                else
                    before.Remove(write.Key);
            }
        }
        return before;
    }

    private static int CountOf(ItemImage? image) => image?.Image?.Count ?? 0;

    private static (int Request, string Key)? FindUnknownChange(
        List<StorageEffect> effects,
        Dictionary<string, JsonObject> before,
        Dictionary<string, JsonObject> last,
        Dictionary<long, long> moved
    )
    {
        for (var change = 0; ; change++)
        {
            var (unknown, now) = Go(effects, before, moved);
            // What has not been read again, the table tells in the end.
            var read = unknown
                ?? now.Keys.Concat(last.Keys)
                    .Where(key => !JsonNode.DeepEquals(now.GetValueOrDefault(key), last.GetValueOrDefault(key)))
                    .Select(key => (Effect: (StorageEffect?)null, Read: new ItemImage(key, last.GetValueOrDefault(key))))
                    .FirstOrDefault(one => OtherOrder(effects, null, one.Read) is not null);
            if (read.Read is null)
                return null;
            if (change == effects.Count || OtherOrder(effects, read.Effect, read.Read) is not var (first, second))
                return read.Effect is null ? null : (read.Effect.Request, read.Read.Key);
            (first.Place, second.Place) = (second.Place, first.Place);
            (moved[first.Sent], moved[second.Sent]) = (first.Place * Steps, second.Place * Steps);
            effects.Sort((one, other) => one.Place.CompareTo(other.Place));
        }
    }

    // The write that a reading saw, and the last one of the item before the reading, if both were under way at the same time: then that one came first.
    private static (StorageEffect Seen, StorageEffect Last)? OtherOrder(List<StorageEffect> effects, StorageEffect? reading, ItemImage read)
    {
        var writes = effects
            .TakeWhile(effect => effect != reading)
            .Where(effect => effect.Writes.Any(write => write.Key == read.Key))
            .ToList();
        var seen = writes.FindLastIndex(effect => effect.Writes.Any(write => write.Key == read.Key && IsSame(read, write.Image)));
        return seen >= 0 && seen < writes.Count - 1 && writes[seen].Overlaps(writes[^1]) && writes[seen].Request != writes[^1].Request
            ? (writes[seen], writes[^1])
            : null;
    }

    private static ((StorageEffect? Effect, ItemImage Read)? Unknown, Dictionary<string, JsonObject> Now) Go(
        List<StorageEffect> effects,
        Dictionary<string, JsonObject> before,
        Dictionary<long, long> moved
    )
    {
        var now = new Dictionary<string, JsonObject>(before, StringComparer.Ordinal);
        // What a reading may have seen instead, because a write was under way.
        var passed = new List<(StorageEffect Effect, string Key, JsonObject? Image)>();
        foreach (var effect in effects)
        {
            foreach (var read in effect.Reads)
            {
                if (IsSame(read, now.GetValueOrDefault(read.Key)))
                    continue;
                if (passed.Find(one => one.Key == read.Key && one.Effect.Overlaps(effect) && IsSame(read, one.Image)).Effect is { } later)
                    moved[effect.Sent] = (later.Place * Steps) - 1;
                else if (
                    effects.Find(other =>
                        other.Place > effect.Place
                        && other.Overlaps(effect)
                        && other.Writes.Any(write => write.Key == read.Key && IsSame(read, write.Image))
                    ) is
                    { } earlier
                )
                    moved[effect.Sent] = (earlier.Place * Steps) + 1;
                else
                    return ((effect, read), now);
            }
            foreach (var write in effect.Writes)
            {
                passed.Add((effect, write.Key, now.GetValueOrDefault(write.Key)));
                Set(now, write);
            }
        }
        return (null, now);
    }

    private static bool IsSame(ItemImage read, JsonObject? image) =>
        read.IsWhole || read.Image is null || image is null
            ? JsonNode.DeepEquals(read.Image, image)
            : read.Image.All(attribute => JsonNode.DeepEquals(attribute.Value, image[attribute.Key]));

    private static void Set(Dictionary<string, JsonObject> items, ItemImage image)
    {
        if (image.Image is null)
            items.Remove(image.Key);
        else
            items[image.Key] = image.Image;
    }
}
