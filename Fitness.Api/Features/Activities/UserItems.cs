using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Activities;

/// <summary>What writes are decided from: the user's change counter, the items under the activities' ids, and the idempotency records.</summary>
/// <param name="UserId">Whose items.</param>
/// <param name="Now">When they were read.</param>
/// <param name="Counter">The counter; null before the first write.</param>
/// <param name="Items">The existing items, by activity id.</param>
/// <param name="Records">The records that have not expired, by idempotency key.</param>
/// <param name="Unread">The item ids of what DynamoDB did not read in time.</param>
internal sealed record Snapshot(
    string UserId,
    DateTimeOffset Now,
    ChangeCounter? Counter,
    IReadOnlyDictionary<string, Item> Items,
    IReadOnlyDictionary<string, Item> Records,
    IReadOnlySet<string> Unread
)
{
    public Activity? Live(string id) =>
        Items.GetValueOrDefault(id) is { } item && ActivityItem.IsLive(item) ? ActivityItem.ToActivity(item) : null;

    /// <summary>When the activity was deleted; null if it was not, or if its tombstone has expired.</summary>
    public DateTimeOffset? DeletedAt(string id) =>
        Items.GetValueOrDefault(id) is { } item && !item.IsExpired(Now) ? item.Time(ActivityItem.DeletedAt) : null;

    /// <summary>With items that were read since.</summary>
    public Snapshot With(IEnumerable<Item> more) =>
        this with
        {
            Items = Items
                .Concat(more.Select(item => KeyValuePair.Create(item[ActivityItem.Id].S, item)))
                .DistinctBy(pair => pair.Key, StringComparer.Ordinal)
                .ToDictionary(StringComparer.Ordinal),
        };

    public int NextVersion(string id) => (Items.GetValueOrDefault(id)?.Int(ActivityItem.Version) ?? 0) + 1;
}

/// <summary>An activity's new item, as a function of its number in the order of changes.</summary>
internal sealed record ItemChange(string Id, Func<long, Item> MakeItem);

/// <summary>What a retry with the same idempotency key gets.</summary>
/// <param name="Request">The key, and the hash of the body.</param>
/// <param name="Response">The first response.</param>
internal sealed record IdempotencyRecord((string Key, string BodyHash) Request, string Response);

/// <summary>How a transaction ended.</summary>
/// <param name="Done">False when the decisions have to be made again.</param>
/// <param name="Throttled">Whether DynamoDB takes no more at the moment.</param>
/// <param name="Obstacles">
/// The changes, and after them the records, because of which it was not made, by their place, each with the reason why it cannot be made at all; null if that passes.
/// None if it was because of the counter, or of the transaction as a whole.
/// </param>
internal sealed record Commit(bool Done, bool Throttled, IReadOnlyList<(int Index, Exception? Failure)> Obstacles)
{
    /// <summary>It was made.</summary>
    public static readonly Commit Made = new(Done: true, Throttled: false, []);

    /// <summary>It was not made, but no item is the cause.</summary>
    public static Commit Postponed(bool throttled) => new(Done: false, throttled, []);
}

/// <summary>
/// The DynamoDB requests for one user's items: the read from which writes are decided, and the transaction that commits them. The
/// counter's condition puts all changes of a user in one order. The items need their own conditions too: a batch read is not a snapshot.
/// <para>
/// A user's items share a partition, because of the local indexes, and it takes 1,000 write units a second. A transaction takes 2 for the counter,
/// 2 for an idempotency record, and for an activity of up to 1 KB 6 if it is new, 6 to 10 if it changes, 7 if it is deleted: 2 for the item, because
/// of the transaction, and for each of the four indexes 1 for an entry that comes, goes or changes, 2 if its key changes.
/// </para>
/// </summary>
public sealed class UserItems(IAmazonDynamoDB client, TableName table, StorageCalls calls, TimeProvider time)
{
    /// <summary>Activities per transaction; one item of each transaction is the counter.</summary>
    public const int MaxChanges = DynamoDBLimits.TransactionItems - 1;

    /// <summary>Bytes of activities and idempotency records per transaction; the counter has less than the rest.</summary>
    public const int MaxBytes = DynamoDBLimits.TransactionBytes - 2048;

    private const int ReadAttempts = 3;
    private const string BodyHash = "bodyHash";
    private const string Response = "answer";

    /// <summary>How long a retry gets the first response.</summary>
    public static readonly TimeSpan IdempotencyLife = TimeSpan.FromHours(24);

    /// <exception cref="EraseInProgressException">All data of the user is being erased.</exception>
    internal async Task<Snapshot> ReadAsync(
        string userId,
        IEnumerable<string> ids,
        IEnumerable<string> idempotencyKeys,
        CancellationToken cancellation
    )
    {
        var now = time.GetUtcNow();
        var idOf = ids.ToDictionary(ActivityKeys.Item, StringComparer.Ordinal);
        var keyOf = idempotencyKeys.ToDictionary(ActivityKeys.IdempotencyItem, StringComparer.Ordinal);
        var items = new Dictionary<string, Item>(StringComparer.Ordinal);
        var unread = await ReadAsync(userId, [ActivityKeys.ChangesItem, .. idOf.Keys, .. keyOf.Keys], items, cancellation);
        if (unread.Contains(ActivityKeys.ChangesItem))
            throw new StorageUnavailableException("It is throttling requests.");
        var counter = items.TryGetValue(ActivityKeys.ChangesItem, out var counterItem) ? ChangeCounter.FromItem(counterItem) : null;
        if (counter?.Erasure is not null)
            throw new EraseInProgressException();
        return new Snapshot(
            userId,
            now,
            counter,
            Those(idOf, items),
            Those(keyOf, items.Where(pair => !pair.Value.IsExpired(now))),
            unread
        );

        static Dictionary<string, Item> Those(Dictionary<string, string> names, IEnumerable<KeyValuePair<string, Item>> among) =>
            among
                .Where(pair => names.ContainsKey(pair.Key))
                .ToDictionary(pair => names[pair.Key], pair => pair.Value, StringComparer.Ordinal);
    }

    /// <summary>Commits the new items, the counter and the records in one transaction.</summary>
    internal async Task<Commit> TryCommitAsync(
        Snapshot snapshot,
        IReadOnlyList<ItemChange> changes,
        IReadOnlyList<IdempotencyRecord> records,
        CancellationToken cancellation
    )
    {
        var counter = snapshot.Counter ?? ChangeCounter.Create();
        var current = changes.Select(change => snapshot.Items.GetValueOrDefault(change.Id)).ToList();
        var superseded = current.OfType<Item>().Select(item => (long)item.Number(ActivityItem.ChangeNumber)!.Value);
        var changed = changes.Select((change, index) => change.MakeItem(counter.Last + index + 1)).ToList();
        var next = counter.Advance(
            changes.Count,
            superseded,
            ActivityItem.MonthsOf(current.OfType<Item>().Concat(changed)),
            time.GetUtcNow()
        );
        List<TransactWriteItem> writes =
        [
            new() { Put = next.Put(table, snapshot.UserId, snapshot.Counter) },
            .. changed.Select((item, index) => Put(item, ActivityItem.Version, current[index]?[ActivityItem.Version])),
            .. records.Select(record => PutRecord(snapshot.UserId, record)),
        ];
        try
        {
            await calls.RunAsync(
                token =>
                    client.TransactWriteItemsAsync(
                        new TransactWriteItemsRequest { TransactItems = writes, ClientRequestToken = Guid.NewGuid().ToString() },
                        token
                    ),
                cancellation
            );
            return Commit.Made;
        }
        catch (TransactionCanceledException exception)
        {
            return Explain(exception);
        }
        catch (StorageThrottledException)
        {
            return Commit.Postponed(throttled: true);
        }
        catch (TransactionInProgressException)
        {
            return Commit.Postponed(throttled: false);
        }
    }

    private static Commit Explain(TransactionCanceledException exception)
    {
        var reasons = exception.CancellationReasons;
        var throttled = reasons.Exists(IsThrottling);
        // Two concurrent writes of one user also conflict on the counter; then the items are not the cause.
        if (!IsFreeOf(reasons[0]))
            return FailureOf(reasons[0], exception) is { } failure ? throw failure : Commit.Postponed(throttled);
        return new Commit(
            Done: false,
            throttled,
            [
                .. reasons
                    .Skip(1)
                    .Index()
                    .Where(reason => !IsFreeOf(reason.Item))
                    .Select(reason => (reason.Index, FailureOf(reason.Item, exception))),
            ]
        );
    }

    /// <summary>The body's hash and the first response in an idempotency record.</summary>
    public static (string BodyHash, string Response) ReadRecord(Item record) => (record[BodyHash].S, record[Response].S);

    /// <summary>The hash in the record of the request that was answered so; null if that is no activity.</summary>
    public static string? BodyHashOf(string answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, ActivityJson.Default.ActivityInput) is { } input
                ? IdempotencyKey.Fingerprint(input)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsFreeOf(CancellationReason reason) => reason.Code is null or "None";

    private static bool IsThrottling(CancellationReason reason) => reason.Code is "ThrottlingError" or "ProvisionedThroughputExceeded";

    /// <summary>Why the write cannot be made; null if the next attempt may succeed.</summary>
    private static Exception? FailureOf(CancellationReason reason, TransactionCanceledException exception) =>
        reason.Code switch
        {
            "ItemCollectionSizeLimitExceeded" => new StorageFullException(exception),
            "ConditionalCheckFailed" or "TransactionConflict" => null,
            _ => IsThrottling(reason) ? null : exception,
        };

    /// <summary>Reads the items, and retries those that DynamoDB left unprocessed.</summary>
    /// <returns>The ids of the items that were not read.</returns>
    private async Task<HashSet<string>> ReadAsync(
        string userId,
        List<string> itemIds,
        Dictionary<string, Item> items,
        CancellationToken cancellation
    )
    {
        var keys = itemIds.ConvertAll(itemId => ActivityItem.Key(userId, itemId));
        for (var attempt = 1; ; attempt++)
        {
            var response = await calls.RunAsync(
                token =>
                    client.BatchGetItemAsync(
                        new BatchGetItemRequest
                        {
                            RequestItems = new(StringComparer.Ordinal)
                            {
                                [table.Value] = new KeysAndAttributes { ConsistentRead = true, Keys = keys },
                            },
                        },
                        token
                    ),
                cancellation
            );
            foreach (var item in response.Responses.GetValueOrDefault(table.Value) ?? [])
                items[item[ItemAttributes.ItemId].S] = item;
            keys = response.UnprocessedKeys?.GetValueOrDefault(table.Value)?.Keys ?? [];
            if (keys.Count == 0 || attempt == ReadAttempts)
                return keys.Select(key => key[ItemAttributes.ItemId].S).ToHashSet(StringComparer.Ordinal);
            await Backoff.DelayAsync(attempt, cancellation);
        }
    }

    private TransactWriteItem PutRecord(string userId, IdempotencyRecord record)
    {
        var now = time.GetUtcNow();
        var item = ActivityItem.Key(userId, ActivityKeys.IdempotencyItem(record.Request.Key));
        item.Put(BodyHash, record.Request.BodyHash);
        item.Put(Response, record.Response);
        item.Put(ItemAttributes.ExpiresAt, (now + IdempotencyLife).ToUnixTimeSeconds());
        var put = Put(item, ItemAttributes.ItemId, null);
        put.Put.ConditionExpression = "attribute_not_exists(#guard) OR #expiresAt <= :now";
        put.Put.ExpressionAttributeNames["#expiresAt"] = ItemAttributes.ExpiresAt;
        put.Put.ExpressionAttributeValues = new(StringComparer.Ordinal)
        {
            [":now"] = new AttributeValue { N = $"{now.ToUnixTimeSeconds()}" },
        };
        return put;
    }

    /// <summary>A put on condition that the item's guard has not changed since it was read, or that there was no item and still is none.</summary>
    private TransactWriteItem Put(Item item, string guard, AttributeValue? read) =>
        new()
        {
            Put = new Put
            {
                TableName = table.Value,
                Item = item,
                ConditionExpression = read is null ? "attribute_not_exists(#guard)" : "#guard = :guard",
                ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#guard"] = guard },
                ExpressionAttributeValues = read is null ? null : new(StringComparer.Ordinal) { [":guard"] = read },
            },
        };
}
