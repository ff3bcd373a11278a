using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Changes;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>A user's items as they were after one change.</summary>
/// <param name="Life">The name of the life of the user's data; null if there is none.</param>
/// <param name="Change">The number of the last change in them.</param>
/// <param name="Items">The items in DynamoDB's JSON.</param>
internal sealed record TableSlice(string? Life, long Change, IReadOnlyList<JsonObject> Items);

/// <summary>
/// Reads the items of a user so that all of them are of one change: what was changed meanwhile it reads again. Of what has no number, such as
/// idempotency records, what was written meanwhile may be missing; the recorded requests have it.
/// </summary>
internal sealed class TableSliceReader(IAmazonDynamoDB client, TableName table, StorageCalls calls, ChangeReader changes, TimeProvider time)
{
    private const int Attempts = 5;

    // Each takes some milliseconds: between two writes of a user who writes all the time there are as many.
    private const int CatchUps = 100;

    // For one change that the counter has and that is not visible yet.
    private const int Waits = 10;

    /// <exception cref="StorageUnavailableException">The user writes all the time.</exception>
    public async Task<TableSlice> ReadAsync(string userId, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var counter = ToJson(await CounterAsync(userId, cancellation));
            var items = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
            Add(await ItemsAsync(userId, cancellation));
            var (waitedFor, waits) = (0L, 0);
            for (var catchUp = 0; catchUp < CatchUps; catchUp++)
            {
                var read = await CounterAsync(userId, cancellation);
                var now = ToJson(read);
                if (JsonNode.DeepEquals(counter, now))
                {
                    if (FirstMissing(read, items.Values) is not { } missing)
                        return Of(counter, [.. items.Values]);
                    (waitedFor, waits) = missing == waitedFor ? (missing, waits + 1) : (missing, 1);
                    // Nobody will ever see it: the table is damaged.
                    if (waits > Waits)
                        return Of(counter, [.. items.Values]);
                    await Backoff.DelayAsync(waits, cancellation);
                    Add((await changes.ItemsSinceAsync(userId, missing - 1, cancellation)).Select(ToJson));
                    continue;
                }
                // Another life has other items.
                if (LifeOf(counter) is not { } life || life != LifeOf(now) || ChangeOf(counter) is not { } change)
                    break;
                Add([now, .. (await changes.ItemsSinceAsync(userId, change, cancellation)).Select(ToJson)]);
                counter = now;
            }
            await Backoff.DelayAsync(attempt, cancellation);

            void Add(IEnumerable<JsonObject> read)
            {
                foreach (var item in read)
                    items[(string)item[ItemAttributes.ItemId]!["S"]!] = item;
            }
        }
        throw new StorageUnavailableException("The table changes all the time.");
    }

    private long? FirstMissing(Item counter, IEnumerable<JsonObject> items)
    {
        var there = items.Select(item => (string?)item[ActivityItem.ChangeNumber]?["N"]).ToHashSet(StringComparer.Ordinal);
        return Standing(counter)
            .Where(number => !there.Contains(number.ToString(CultureInfo.InvariantCulture)))
            .Cast<long?>()
            .FirstOrDefault();
    }

    private IEnumerable<long> Standing(Item counter)
    {
        if (counter.Count == 0 || counter.ContainsKey(ChangeCounter.Erasing))
            return [];
        try
        {
            return ChangeCounter.FromItem(counter).Standing(1, time.GetUtcNow());
        }
        catch (Exception exception)
            when (exception
                    is KeyNotFoundException
                        or InvalidOperationException
                        or NullReferenceException
                        or FormatException
                        or OverflowException
                        or ArgumentException
            )
        {
            // A damaged counter may be what is to be reported: it has no numbers to wait for.
            return [];
        }
    }

    // As it is stored: what is wrong with it may be what is to be reported.
    private async Task<Item> CounterAsync(string userId, CancellationToken cancellation)
    {
        var response = await calls.RunAsync(token => client.GetItemAsync(ChangeCounter.Get(table, userId), token), cancellation);
        return response.Item ?? [];
    }

    // What is being erased is as good as gone.
    private static TableSlice Of(JsonObject counter, IReadOnlyList<JsonObject> items) =>
        counter.ContainsKey(ChangeCounter.Erasing) ? new(null, 0, []) : new(LifeOf(counter), ChangeOf(counter) ?? 0, items);

    private static string? LifeOf(JsonObject counter) => (string?)counter[ChangeCounter.StreamName]?["S"];

    private static long? ChangeOf(JsonObject counter) =>
        long.TryParse((string?)counter[ChangeCounter.LastName]?["N"], CultureInfo.InvariantCulture, out var last) ? last : null;

    private async Task<List<JsonObject>> ItemsAsync(string userId, CancellationToken cancellation)
    {
        var request = UserQuery.All(table, userId);
        var items = new List<JsonObject>();
        do
        {
            var response = await calls.RunAsync(token => client.QueryAsync(request, token), cancellation);
            items.AddRange(response.Items.Select(ToJson));
            request.ExclusiveStartKey = response.LastEvaluatedKey;
        } while (request.ExclusiveStartKey is { Count: > 0 });
        return items;
    }

    private static JsonObject ToJson(Item item)
    {
        var json = new JsonObject();
        foreach (var (name, value) in item.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
            json[name] = ToJson(value);
        return json;
    }

    private static JsonObject ToJson(AttributeValue value) =>
        value switch
        {
            { S: { } text } => new JsonObject { ["S"] = text },
            { N: { } number } => new JsonObject { ["N"] = number },
            { B: { } bytes } => new JsonObject { ["B"] = Convert.ToBase64String(bytes.ToArray()) },
            { BOOL: { } isTrue } => new JsonObject { ["BOOL"] = isTrue },
            { NULL: true } => new JsonObject { ["NULL"] = true },
            { M: { } members } => new JsonObject { ["M"] = ToJson(members) },
            { L: { } values } => new JsonObject { ["L"] = new JsonArray([.. values.Select(ToJson)]) },
            { SS: { } texts } => new JsonObject { ["SS"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]) },
            { NS: { } numbers } => new JsonObject { ["NS"] = new JsonArray([.. numbers.Select(number => JsonValue.Create(number))]) },
            { BS: { } all } => new JsonObject
            {
                ["BS"] = new JsonArray([.. all.Select(bytes => JsonValue.Create(Convert.ToBase64String(bytes.ToArray())))]),
            },
            _ => [],
        };
}
