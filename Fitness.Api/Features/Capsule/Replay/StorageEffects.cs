using System.Text.Json.Nodes;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>What a storage request showed or changed of an item.</summary>
/// <param name="Key">The item.</param>
/// <param name="Image">The item as it was read or is afterwards; null if it is not there.</param>
/// <param name="IsWhole">Whether the image has all attributes.</param>
internal sealed record ItemImage(string Key, JsonObject? Image, bool IsWhole = true);

/// <summary>A storage request that was answered: what it read, or what it wrote.</summary>
/// <param name="Request">The number of the API's request that it was made for.</param>
/// <param name="Sent">Its place in the order of the process.</param>
/// <param name="Answered">Its answer's.</param>
/// <param name="Reads">What it read.</param>
/// <param name="Writes">What it wrote.</param>
internal sealed record StorageEffect(int Request, long Sent, long Answered, IReadOnlyList<ItemImage> Reads, IReadOnlyList<ItemImage> Writes)
{
    private const int Ok = 200;

    /// <summary>Its place in the order in which such requests came to the table: that of its answer, as far as is known.</summary>
    public long Place { get; set; } = Answered;

    /// <summary>The effects of requests, in the order of their answers. What failed, or of what not enough was kept, has none.</summary>
    public static List<StorageEffect> Of(IEnumerable<CapsuleRequest> requests) =>
        [
            .. requests
                .SelectMany(request => request.StorageRequests.Select(storage => Of(request.Number, storage)))
                .OfType<StorageEffect>()
                .OrderBy(effect => effect.Answered),
        ];

    /// <summary>The same but for some items.</summary>
    /// <param name="key">Says of a key whether the item is left out.</param>
    public StorageEffect Without(Predicate<string> key) =>
        this with
        {
            Reads = [.. Reads.Where(image => !key(image.Key))],
            Writes = [.. Writes.Where(image => !key(image.Key))],
        };

    /// <summary>Whether both were under way at the same time.</summary>
    public bool Overlaps(StorageEffect other) => Sent < other.Answered && other.Sent < Answered;

    private static StorageEffect? Of(int number, CapsuleStorageRequest storage)
    {
        if (storage is not { Status: Ok, IsElsewhere: false, Request.Json: JsonObject request })
            return null;
        var response = storage.Response.Json as JsonObject;
        var (reads, writes) = storage.Operation switch
        {
            "GetItem" => (response is null ? [] : Got(request, response), []),
            "BatchGetItem" => (response is null ? [] : BatchGot(request, response), []),
            "Query" => (response is null ? [] : Queried(response), []),
            "TransactWriteItems" => ([], Transacted(request)),
            "PutItem" => ([], [Put(request)]),
            "DeleteItem" => ([], [Deleted(request)]),
            _ => (new List<ItemImage>(), new List<ItemImage>()),
        };
        return new StorageEffect(number, storage.Sent, storage.Answered, reads, writes);
    }

    private static List<ItemImage> Got(JsonObject request, JsonObject response) =>
        request["Key"] is JsonObject key ? [new ItemImage(ItemJson.KeyOf(key), response["Item"] as JsonObject, IsWhole(request))] : [];

    private static List<ItemImage> BatchGot(JsonObject request, JsonObject response)
    {
        var images = new List<ItemImage>();
        foreach (var (table, asked) in request["RequestItems"] as JsonObject ?? [])
        {
            var found = (response["Responses"]?[table] as JsonArray ?? [])
                .OfType<JsonObject>()
                .ToDictionary(ItemJson.KeyOf, StringComparer.Ordinal);
            var open = (response["UnprocessedKeys"]?[table]?["Keys"] as JsonArray ?? [])
                .OfType<JsonObject>()
                .Select(ItemJson.KeyOf)
                .ToHashSet(StringComparer.Ordinal);
            foreach (var key in (asked?["Keys"] as JsonArray ?? []).OfType<JsonObject>().Select(ItemJson.KeyOf))
            {
                if (!open.Contains(key))
                    images.Add(new ItemImage(key, found.GetValueOrDefault(key), IsWhole(asked)));
            }
        }
        return images;
    }

    // An index may lack attributes.
    private static List<ItemImage> Queried(JsonObject response) =>
        [
            .. (response["Items"] as JsonArray ?? [])
                .OfType<JsonObject>()
                .Where(item => item["userId"] is not null && item["itemId"] is not null)
                .Select(item => new ItemImage(ItemJson.KeyOf(item), item, IsWhole: false)),
        ];

    private static List<ItemImage> Transacted(JsonObject request) =>
        [
            .. (request["TransactItems"] as JsonArray ?? [])
                .OfType<JsonObject>()
                .Select(item =>
                    item["Put"] is JsonObject put ? Put(put)
                    : item["Delete"] is JsonObject delete ? Deleted(delete)
                    : null
                )
                .OfType<ItemImage>(),
        ];

    private static ItemImage Put(JsonObject put) =>
        put["Item"] is JsonObject item ? new ItemImage(ItemJson.KeyOf(item), item) : new ItemImage("", null);

    private static ItemImage Deleted(JsonObject delete) => new(ItemJson.KeyOf(delete["Key"] as JsonObject ?? []), null);

    private static bool IsWhole(JsonNode? request) => request?["ProjectionExpression"] is null;
}
