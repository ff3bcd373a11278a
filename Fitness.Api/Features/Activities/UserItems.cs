using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Activities;

/// <summary>What writes are decided from: the user's change counter, the items under the activities' ids, and the idempotency record.</summary>
/// <param name="UserId">Whose items.</param>
/// <param name="Now">When they were read.</param>
/// <param name="Counter">The counter; null before the first write.</param>
/// <param name="Items">The existing items, by activity id.</param>
/// <param name="Unread">The ids whose items DynamoDB did not read in time.</param>
/// <param name="IdempotencyKey">The key of the request, if it has one.</param>
/// <param name="Record">The record under that key, unless it has expired.</param>
internal sealed record Snapshot(
    string UserId,
    DateTimeOffset Now,
    ChangeCounter? Counter,
    IReadOnlyDictionary<string, Item> Items,
    IReadOnlySet<string> Unread,
    string? IdempotencyKey,
    Item? Record
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

/// <summary>How a transaction ended.</summary>
/// <param name="Done">False when the decision has to be made again.</param>
/// <param name="Stuck">Ids whose items DynamoDB could not write at the moment, for a reason other than a failed condition.</param>
internal sealed record Commit(bool Done, IReadOnlyList<string> Stuck);

/// <summary>
/// The DynamoDB requests for one user's items: the read from which writes are decided, and the transaction that commits them. The
/// counter's condition puts all changes of a user in one order. The items need their own conditions too: a batch read is not a snapshot.
/// </summary>
public sealed class UserItems(IAmazonDynamoDB client, TableName table, StorageCalls calls, TimeProvider time)
{
    /// <summary>Activities per transaction; one item of each transaction is the counter.</summary>
    public const int MaxChanges = DynamoDBLimits.TransactionItems - 1;

    private const int ReadAttempts = 3;
    private const string BodyHash = "bodyHash";
    private const string Response = "answer";

    /// <summary>How long a retry gets the first response.</summary>
    public static readonly TimeSpan IdempotencyLife = TimeSpan.FromHours(24);

    /// <exception cref="EraseInProgressException">All data of the user is being erased.</exception>
    internal async Task<Snapshot> ReadAsync(string userId, IEnumerable<string> ids, string? idempotencyKey, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var idOf = ids.ToDictionary(ActivityKeys.Item, StringComparer.Ordinal);
        List<string> itemIds = [ActivityKeys.ChangesItem, .. idOf.Keys];
        if (idempotencyKey is not null)
            itemIds.Add(ActivityKeys.IdempotencyItem(idempotencyKey));
        var items = new Dictionary<string, Item>(StringComparer.Ordinal);
        var unread = await ReadAsync(userId, itemIds, items, cancellation);
        if (unread.Contains(ActivityKeys.ChangesItem))
            throw new StorageUnavailableException("It is throttling requests.");

        var counter = items.Remove(ActivityKeys.ChangesItem, out var counterItem) ? ChangeCounter.FromItem(counterItem) : null;
        if (counter?.Erasure is not null)
            throw new EraseInProgressException();
        Item? record = null;
        if (
            idempotencyKey is not null
            && items.Remove(ActivityKeys.IdempotencyItem(idempotencyKey), out var found)
            && !found.IsExpired(now)
        )
            record = found;
        return new Snapshot(
            userId,
            now,
            counter,
            items.ToDictionary(pair => idOf[pair.Key], pair => pair.Value, StringComparer.Ordinal),
            unread.Where(idOf.ContainsKey).Select(itemId => idOf[itemId]).ToHashSet(StringComparer.Ordinal),
            idempotencyKey,
            record
        );
    }

    /// <summary>Commits the new items, the counter and the record in one transaction.</summary>
    internal async Task<Commit> TryCommitAsync(
        Snapshot snapshot,
        IReadOnlyList<ItemChange> changes,
        (string BodyHash, string Response)? record,
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
        ];
        if (record is { } recorded)
            writes.Add(PutRecord(snapshot, recorded.BodyHash, recorded.Response));
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
            return new Commit(true, []);
        }
        catch (TransactionCanceledException exception)
        {
            if (exception.CancellationReasons.Any(reason => reason.Code == "ItemCollectionSizeLimitExceeded"))
                throw new StorageFullException(exception);
            if (!exception.CancellationReasons.All(reason => IsFreeOf(reason) || IsCondition(reason) || IsPassing(reason)))
                throw;
            // Two concurrent writes of one user also conflict on the counter; then the items are not the cause.
            return new Commit(
                false,
                !IsFreeOf(exception.CancellationReasons[0])
                    ? []
                    : [.. changes.Where((_, index) => IsPassing(exception.CancellationReasons[index + 1])).Select(change => change.Id)]
            );
        }
        catch (TransactionInProgressException)
        {
            return new Commit(false, []);
        }
    }

    /// <summary>The body's hash and the first response in an idempotency record.</summary>
    public static (string BodyHash, string Response) ReadRecord(Item record) => (record[BodyHash].S, record[Response].S);

    private static bool IsFreeOf(CancellationReason reason) => reason.Code is null or "None";

    private static bool IsCondition(CancellationReason reason) => reason.Code == "ConditionalCheckFailed";

    private static bool IsPassing(CancellationReason reason) =>
        reason.Code is "TransactionConflict" or "ThrottlingError" or "ProvisionedThroughputExceeded";

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

    private TransactWriteItem PutRecord(Snapshot snapshot, string bodyHash, string response)
    {
        var now = time.GetUtcNow();
        var record = ActivityItem.Key(snapshot.UserId, ActivityKeys.IdempotencyItem(snapshot.IdempotencyKey!));
        record.Put(BodyHash, bodyHash);
        record.Put(Response, response);
        record.Put(ItemAttributes.ExpiresAt, (now + IdempotencyLife).ToUnixTimeSeconds());
        var put = Put(record, ItemAttributes.ItemId, null);
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
