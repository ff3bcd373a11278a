using System.Collections.Concurrent;
using Amazon.DynamoDBv2.Model;

namespace Fitness.Tests.Hosting;

/// <summary>
/// Simulates how DynamoDB isolates transactions from queries, which no local engine does: the counter is applied at once, each
/// other item some time later, and until then another transaction on one of those items conflicts.
/// </summary>
internal sealed class TornTransactions : IDisposable
{
    private readonly HookedDynamoDBClient storage;
    private readonly ConcurrentDictionary<string, bool> pending = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);
    private int count;

    /// <summary>The delay until an item is applied.</summary>
    public Func<Task> Delay { get; set; } = () => Task.Delay(Random.Shared.Next(0, 30));

    /// <summary>Whether a transaction is applied item by item.</summary>
    public Predicate<TransactWriteItemsRequest> Tears { get; set; } = request => request.TransactItems[0].Put is not null;

    public TornTransactions(HookedDynamoDBClient storage)
    {
        this.storage = storage;
        storage.InsteadOfTransaction = RunAsync;
    }

    public int Count => count;

    public void Dispose() => turn.Dispose();

    private async Task<TransactWriteItemsResponse?> RunAsync(TransactWriteItemsRequest request)
    {
        if (!Tears(request))
            return null;
        var (counter, others) = (request.TransactItems[0], request.TransactItems.Skip(1).ToList());
        await turn.WaitAsync();
        try
        {
            if (others.Any(item => pending.ContainsKey(Name(item))))
            {
                throw HookedDynamoDBClient.Canceled([
                    "None",
                    .. others.Select(item => pending.ContainsKey(Name(item)) ? "TransactionConflict" : "None"),
                ]);
            }
            // The engine checks every condition, but writes only the counter.
            await storage.TransactDirectlyAsync(new TransactWriteItemsRequest { TransactItems = [counter, .. others.Select(Check)] });
            foreach (var item in others)
                pending[Name(item)] = true;
        }
        finally
        {
            turn.Release();
        }
        Interlocked.Increment(ref count);
        await Task.WhenAll(others.Select(ApplyAsync));
        return new TransactWriteItemsResponse();
    }

    private async Task ApplyAsync(TransactWriteItem item)
    {
        await Delay();
        await storage.PutItemAsync(item.Put.TableName, item.Put.Item);
        pending.TryRemove(Name(item), out _);
    }

    private static TransactWriteItem Check(TransactWriteItem item) =>
        new()
        {
            ConditionCheck = new ConditionCheck
            {
                TableName = item.Put.TableName,
                Key = new() { ["userId"] = item.Put.Item["userId"], ["itemId"] = item.Put.Item["itemId"] },
                ConditionExpression = item.Put.ConditionExpression,
                ExpressionAttributeNames = item.Put.ExpressionAttributeNames,
                ExpressionAttributeValues = item.Put.ExpressionAttributeValues,
            },
        };

    private static string Name(TransactWriteItem item) => item.Put.Item["itemId"].S;
}
