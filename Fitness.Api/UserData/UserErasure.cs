using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Activities;
using Fitness.Api.Storage;
using Fitness.Api.Sync;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Fitness.Api.UserData;

/// <summary>
/// Erases everything of a user. First the counter is marked, which makes every write that is under way fail and refuses new ones;
/// it goes last. So an interrupted erasure is still known as one, and repeating it goes on where it stopped.
/// </summary>
internal sealed class UserErasure(IAmazonDynamoDB client, TableName table, StorageCalls calls, ChangeReader changes, UserPages pages, TimeProvider time)
{
    // DynamoDB's most for one BatchWriteItem.
    private const int BatchItems = 25;
    private const int BatchAttempts = 20;

    public async Task RunAsync(string userId, CancellationToken cancellation)
    {
        do
        {
            while (!await TryMarkAsync(userId, cancellation))
            {
                // A write came in between.
            }
            while (await DeletePagesAsync(userId, cancellation))
            {
                // Once more: a transaction that was under way may have been applied meanwhile.
            }
        }
        while (!await TryDeleteCounterAsync(userId, cancellation));
    }

    private async Task<bool> TryMarkAsync(string userId, CancellationToken cancellation)
    {
        if (await changes.GetCounterAsync(userId, cancellation) is not { IsErasing: false } counter) return true;
        try
        {
            await calls.RunAsync(token => client.PutItemAsync(new PutItemRequest
            {
                TableName = table.Value,
                Item = counter.Erase(time.GetUtcNow()).ToItem(userId),
                ConditionExpression = "#last = :last",
                ExpressionAttributeNames = new() { ["#last"] = ChangeCounter.LastChange },
                ExpressionAttributeValues = new() { [":last"] = new AttributeValue { N = $"{counter.Last}" } },
            }, token), cancellation);
            return true;
        }
        catch (Exception exception) when (exception is ConditionalCheckFailedException or TransactionConflictException)
        {
            return false;
        }
    }

    /// <summary>Deletes all items but the counter.</summary>
    /// <returns>Whether there were any.</returns>
    private async Task<bool> DeletePagesAsync(string userId, CancellationToken cancellation)
    {
        var any = false;
        await foreach (var page in pages.ReadAsync(userId, keysOnly: true, cancellation))
        {
            foreach (var batch in page.Where(key => key[ItemAttributes.ItemId].S != ActivityKeys.ChangesItem).Chunk(BatchItems))
            {
                any = true;
                await DeleteAsync(batch, cancellation);
            }
        }
        return any;
    }

    private async Task DeleteAsync(IEnumerable<Item> keys, CancellationToken cancellation)
    {
        var writes = keys.Select(key => new WriteRequest(new DeleteRequest(key))).ToList();
        for (var attempt = 1; writes.Count > 0; attempt++)
        {
            if (attempt > BatchAttempts) throw new StorageUnavailableException("It has too much to do.");
            if (attempt > 1) await Backoff.DelayAsync(attempt - 1, cancellation);
            try
            {
                var response = await calls.RunAsync(token => client.BatchWriteItemAsync(new BatchWriteItemRequest { RequestItems = new() { [table.Value] = writes } }, token), cancellation);
                writes = response.UnprocessedItems?.GetValueOrDefault(table.Value) ?? [];
            }
            catch (TransactionConflictException)
            {
                // A transaction that began before the mark still holds one of the items.
            }
        }
    }

    /// <returns>False when another call finished its erasure, and the user has written since: some of that is erased already.</returns>
    private async Task<bool> TryDeleteCounterAsync(string userId, CancellationToken cancellation)
    {
        try
        {
            await calls.RunAsync(token => client.DeleteItemAsync(new DeleteItemRequest
            {
                TableName = table.Value,
                Key = ActivityItem.Key(userId, ActivityKeys.ChangesItem),
                ConditionExpression = "attribute_exists(#erasing) OR attribute_not_exists(#userId)",
                ExpressionAttributeNames = new() { ["#erasing"] = ChangeCounter.Erasing, ["#userId"] = ItemAttributes.UserId },
            }, token), cancellation);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }
}
