using System.Security.Cryptography;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Storage;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Fitness.Api.Activities;

/// <summary>What a write decides on: the user's change counter, the item under the activity's id, and the idempotency record.</summary>
internal sealed record Snapshot(string UserId, string Id, string? IdempotencyKey, Item? Counter, Item? Current, Item? Record)
{
    public long NextChange => (long)(Counter?.Number(UserItems.LastChange) ?? 0) + 1;

    public Activity? Live => Current is not null && ActivityItem.IsLive(Current) ? ActivityItem.ToActivity(Current) : null;

    public int NextVersion => (Current?.Int(ActivityItem.Version) ?? 0) + 1;
}

/// <summary>
/// One user's items as DynamoDB requests: a read that a write decides on, and the transaction that commits it. The counter's
/// condition puts all changes of a user in one order without gaps; the item's own condition is needed too, because a batch read is no snapshot.
/// </summary>
internal sealed class UserItems(IAmazonDynamoDB client, TableName table, StorageCalls calls, TimeProvider time)
{
    public const string LastChange = "lastChange";
    private const string Stream = "stream";
    private const string BodyHash = "bodyHash";
    private const string Answer = "answer";

    /// <summary>How long a retry gets the first answer.</summary>
    public static readonly TimeSpan IdempotencyLife = TimeSpan.FromHours(24);

    /// <summary>How long those who sync learn of a delete.</summary>
    public static readonly TimeSpan TombstoneLife = TimeSpan.FromDays(90);

    public async Task<Snapshot?> TryReadAsync(string userId, string id, string? idempotencyKey, CancellationToken cancellation)
    {
        string[] itemIds = idempotencyKey is null
            ? [ActivityKeys.ChangesItem, ActivityKeys.Item(id)]
            : [ActivityKeys.ChangesItem, ActivityKeys.Item(id), ActivityKeys.IdempotencyItem(idempotencyKey)];
        var response = await calls.RunAsync(token => client.BatchGetItemAsync(new BatchGetItemRequest
        {
            RequestItems = new()
            {
                [table.Value] = new KeysAndAttributes { ConsistentRead = true, Keys = [.. itemIds.Select(itemId => ActivityItem.Key(userId, itemId))] },
            },
        }, token), cancellation);
        if (response.UnprocessedKeys is { Count: > 0 }) return null;
        var items = response.Responses[table.Value].ToDictionary(item => item[ItemAttributes.ItemId].S, StringComparer.Ordinal);
        var record = idempotencyKey is null ? null : items.GetValueOrDefault(itemIds[2]);
        if (record?.IsExpired(time.GetUtcNow()) == true) record = null;
        return new Snapshot(userId, id, idempotencyKey, items.GetValueOrDefault(itemIds[0]), items.GetValueOrDefault(itemIds[1]), record);
    }

    /// <summary>Commits the new item, the counter and the record in one transaction.</summary>
    /// <returns>False when another write came first and the decision has to be made again.</returns>
    public async Task<bool> TryCommitAsync(Snapshot snapshot, Item item, (string BodyHash, string Answer)? record, CancellationToken cancellation)
    {
        List<TransactWriteItem> writes = [PutCounter(snapshot), PutItem(snapshot, item)];
        if (record is { } answered) writes.Add(PutRecord(snapshot, answered.BodyHash, answered.Answer));
        try
        {
            await calls.RunAsync(token => client.TransactWriteItemsAsync(new TransactWriteItemsRequest
            {
                TransactItems = writes,
                ClientRequestToken = Guid.NewGuid().ToString(),
            }, token), cancellation);
            return true;
        }
        catch (TransactionCanceledException exception)
        {
            if (exception.CancellationReasons.Any(reason => reason.Code == "ItemCollectionSizeLimitExceeded")) throw new StorageFullException(exception);
            if (exception.CancellationReasons.All(reason => reason.Code is null or "None" or "ConditionalCheckFailed" or "TransactionConflict" or "ThrottlingError" or "ProvisionedThroughputExceeded")) return false;
            throw;
        }
        catch (TransactionInProgressException)
        {
            return false;
        }
    }

    /// <summary>The body's hash and the first answer in an idempotency record.</summary>
    public static (string BodyHash, string Answer) ReadRecord(Item record) => (record[BodyHash].S, record[Answer].S);

    private TransactWriteItem PutCounter(Snapshot snapshot)
    {
        var counter = ActivityItem.Key(snapshot.UserId, ActivityKeys.ChangesItem);
        WriteCounter(counter, snapshot.NextChange, snapshot.Counter?.Text(Stream) ?? RandomNumberGenerator.GetHexString(16, lowercase: true));
        return Put(counter, snapshot.Counter, LastChange);
    }

    /// <summary>Fills the counter's item. The stream tells one life of the counter from the next, after everything of a user was erased.</summary>
    public static void WriteCounter(Item counter, long lastChange, string stream)
    {
        counter.Put(LastChange, lastChange);
        counter.Put(Stream, stream);
    }

    private TransactWriteItem PutItem(Snapshot snapshot, Item item) => Put(item, snapshot.Current, ActivityItem.Version);

    private TransactWriteItem PutRecord(Snapshot snapshot, string bodyHash, string answer)
    {
        var now = time.GetUtcNow();
        var record = ActivityItem.Key(snapshot.UserId, ActivityKeys.IdempotencyItem(snapshot.IdempotencyKey!));
        record.Put(BodyHash, bodyHash);
        record.Put(Answer, answer);
        record.Put(ItemAttributes.ExpiresAt, (now + IdempotencyLife).ToUnixTimeSeconds());
        var put = Put(record, null, ItemAttributes.ItemId);
        put.Put.ConditionExpression = "attribute_not_exists(#guard) OR #expiresAt <= :now";
        put.Put.ExpressionAttributeNames["#expiresAt"] = ItemAttributes.ExpiresAt;
        put.Put.ExpressionAttributeValues = new() { [":now"] = new AttributeValue { N = $"{now.ToUnixTimeSeconds()}" } };
        return put;
    }

    /// <summary>A put that holds only if the item's guard is as it was read, or if there was no item and still is none.</summary>
    private TransactWriteItem Put(Item item, Item? read, string guard) => new()
    {
        Put = new Put
        {
            TableName = table.Value,
            Item = item,
            ConditionExpression = read is null ? "attribute_not_exists(#guard)" : "#guard = :guard",
            ExpressionAttributeNames = new() { ["#guard"] = guard },
            ExpressionAttributeValues = read is null ? null : new() { [":guard"] = read[guard] },
        },
    };
}
