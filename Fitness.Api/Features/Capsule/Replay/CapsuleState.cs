using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>Puts items into the table over the storage's protocol, like anybody.</summary>
internal sealed class CapsuleState(CapsuleStart capsule, IAmazonDynamoDB client, TableName table)
{
    private readonly TaskCompletionSource filled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the table has the items; fails with <see cref="StartException"/> if it does not take one.</summary>
    public Task Filled => filled.Task;

    /// <summary>Fills the empty table with the capsule's items.</summary>
    public async Task FillAsync(CancellationToken cancellation)
    {
        try
        {
            await PutAllAsync(cancellation);
            filled.TrySetResult();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            filled.TrySetException(new StartException($"The capsule's items cannot be stored. {exception.Message}"));
            throw;
        }
    }

    private async Task PutAllAsync(CancellationToken cancellation)
    {
        foreach (var items in capsule.Items.Chunk(DynamoDBLimits.BatchWrites))
        {
            var writes = items.Select(item => new WriteRequest(new PutRequest(ItemJson.ToItem(item)))).ToList();
            for (var open = new Dictionary<string, List<WriteRequest>>(StringComparer.Ordinal) { [table.Value] = writes }; open.Count > 0; )
                open = (await client.BatchWriteItemAsync(new BatchWriteItemRequest(open), cancellation)).UnprocessedItems ?? [];
        }
    }

    /// <summary>Writes what a request has written that cannot be sent again.</summary>
    public async Task WriteAsync(IEnumerable<ItemImage> writes, CancellationToken cancellation)
    {
        foreach (var write in writes)
        {
            if (write.Image is not null)
            {
                await client.PutItemAsync(new PutItemRequest(table.Value, ItemJson.ToItem(write.Image)), cancellation);
                continue;
            }
            var keys = write.Key.Split('\n');
            await client.DeleteItemAsync(table.Value, ActivityItem.Key(keys[0], keys[^1]), cancellation);
        }
    }
}
