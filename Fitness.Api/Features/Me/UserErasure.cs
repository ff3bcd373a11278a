using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Api.Features.Changes;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Me;

/// <summary>
/// Erases all data of a user. First the counter is marked: every write in progress then fails, and new ones are refused. The counter
/// is deleted last. Each delete is conditional on the same mark. So an interrupted erasure stays marked, a repeated one continues
/// where it stopped, and one that another has overtaken does not touch anything written since.
/// </summary>
internal sealed class UserErasure(
    IAmazonDynamoDB client,
    TableName table,
    StorageCalls calls,
    ChangeReader changes,
    UserPages pages,
    IUserRecords records,
    TimeProvider time
)
{
    // One item of each transaction is the check of the mark.
    private const int BatchSize = DynamoDBLimits.TransactionItems - 1;
    private const int MaxAttempts = 30;
    private const string MarkCondition = "#erasing = :mark";

    // How often the pages are read again for a change that the counter includes but that has not been seen.
    private const int MaxWaits = 8;

    private enum Outcome
    {
        Done,
        Again,
        Overtaken,
    }

    public async Task RunAsync(string userId, CancellationToken cancellation)
    {
        records.Erase(userId);
        var counter = await MarkAsync(userId, cancellation);
        var erased = new HashSet<long>();
        var waits = 0;
        while (true)
        {
            var deleted = await DeletePagesAsync(userId, counter, erased, cancellation);
            if (deleted is null)
                return;
            if (deleted > 0)
                continue;
            // A transaction that began before the mark may be applied only now.
            if (waits == MaxWaits || counter.Standing(1, time.GetUtcNow()).All(erased.Contains))
                break;
            await Backoff.DelayAsync(++waits, cancellation);
        }
        await RepeatAsync(() => TryDeleteCounterAsync(userId, counter, cancellation), cancellation);
        // What was answered meanwhile may have had the data in it.
        records.Erase(userId);
    }

    private async Task<ChangeCounter> MarkAsync(string userId, CancellationToken cancellation)
    {
        ChangeCounter? marked = null;
        await RepeatAsync(
            async () =>
            {
                var read = await changes.GetCounterAsync(userId, cancellation);
                marked = read?.Erasure is not null ? read : (read ?? ChangeCounter.Create()).Erase(time.GetUtcNow());
                if (marked == read)
                    return Outcome.Done;
                var put = marked.Put(table, userId, read);
                var outcome = await TryAsync(() =>
                    calls.RunAsync(
                        token =>
                            client.PutItemAsync(
                                new PutItemRequest
                                {
                                    TableName = put.TableName,
                                    Item = put.Item,
                                    ConditionExpression = put.ConditionExpression,
                                    ExpressionAttributeNames = put.ExpressionAttributeNames,
                                    ExpressionAttributeValues = put.ExpressionAttributeValues,
                                },
                                token
                            ),
                        cancellation
                    )
                );
                return outcome == Outcome.Done ? Outcome.Done : Outcome.Again;
            },
            cancellation
        );
        return marked!;
    }

    /// <summary>Deletes all items except the counter.</summary>
    /// <returns>How many there were; null when another request has already finished the erasure.</returns>
    private async Task<int?> DeletePagesAsync(string userId, ChangeCounter counter, HashSet<long> erased, CancellationToken cancellation)
    {
        var deleted = 0;
        await foreach (var page in pages.ReadAsync(userId, keysOnly: true, cancellation))
        {
            foreach (var batch in page.Where(key => key[ItemAttributes.ItemId].S != ActivityKeys.ChangesItem).Chunk(BatchSize))
            {
                if (await RepeatAsync(() => TryDeleteAsync(userId, counter, batch, cancellation), cancellation) == Outcome.Overtaken)
                    return null;
                deleted += batch.Length;
                erased.UnionWith(batch.Where(key => key.ContainsKey(ActivityItem.ChangeNumber)).Select(ChangeReader.Number));
            }
        }
        return deleted;
    }

    private Task<Outcome> TryDeleteAsync(string userId, ChangeCounter counter, IEnumerable<Item> keys, CancellationToken cancellation) =>
        TryAsync(() =>
            calls.RunAsync(
                token =>
                    client.TransactWriteItemsAsync(
                        new TransactWriteItemsRequest
                        {
                            TransactItems =
                            [
                                new TransactWriteItem
                                {
                                    ConditionCheck = new ConditionCheck
                                    {
                                        TableName = table.Value,
                                        Key = ActivityItem.Key(userId, ActivityKeys.ChangesItem),
                                        ConditionExpression = MarkCondition,
                                        ExpressionAttributeNames = MarkNames(),
                                        ExpressionAttributeValues = MarkValues(counter),
                                    },
                                },
                                .. keys.Select(key => new TransactWriteItem
                                {
                                    Delete = new Delete
                                    {
                                        TableName = table.Value,
                                        Key = ActivityItem.Key(userId, key[ItemAttributes.ItemId].S),
                                    },
                                }),
                            ],
                        },
                        token
                    ),
                cancellation
            )
        );

    private Task<Outcome> TryDeleteCounterAsync(string userId, ChangeCounter counter, CancellationToken cancellation) =>
        TryAsync(() =>
            calls.RunAsync(
                token =>
                    client.DeleteItemAsync(
                        new DeleteItemRequest
                        {
                            TableName = table.Value,
                            Key = ActivityItem.Key(userId, ActivityKeys.ChangesItem),
                            ConditionExpression = MarkCondition,
                            ExpressionAttributeNames = MarkNames(),
                            ExpressionAttributeValues = MarkValues(counter),
                        },
                        token
                    ),
                cancellation
            )
        );

    private static Dictionary<string, string> MarkNames() => new(StringComparer.Ordinal) { ["#erasing"] = ChangeCounter.Erasing };

    private static Item MarkValues(ChangeCounter counter) =>
        new(StringComparer.Ordinal) { [":mark"] = new AttributeValue(counter.Erasure) };

    private static async Task<Outcome> TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return Outcome.Done;
        }
        catch (ConditionalCheckFailedException)
        {
            return Outcome.Overtaken;
        }
        catch (TransactionCanceledException exception) when (exception.CancellationReasons[0].Code == "ConditionalCheckFailed")
        {
            return Outcome.Overtaken;
        }
        catch (Exception exception) when (exception is TransactionCanceledException or TransactionConflictException)
        {
            return Outcome.Again;
        }
    }

    private static async Task<Outcome> RepeatAsync(Func<Task<Outcome>> attempt, CancellationToken cancellation)
    {
        for (var attempts = 1; attempts <= MaxAttempts; attempts++)
        {
            var outcome = await attempt();
            if (outcome != Outcome.Again)
                return outcome;
            await Backoff.DelayAsync(attempts, cancellation);
        }
        throw new StorageUnavailableException("It is throttling requests.");
    }
}
