using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Changes;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Summaries;

/// <summary>What is kept of a range of months, and the counter that says which of it is up to date.</summary>
/// <param name="Counter">The user's counter; null before the first change.</param>
/// <param name="Months">The months that are up to date.</param>
internal sealed record KeptRange(ChangeCounter? Counter, IReadOnlyList<KeptMonth> Months);

/// <summary>Reads and keeps the totals of months.</summary>
internal sealed partial class KeptMonths(
    IAmazonDynamoDB client,
    TableName table,
    StorageCalls calls,
    ChangeReader changes,
    TimeProvider time,
    ILogger<KeptMonths> logger
)
{
    /// <summary>How many months one transaction takes; one of its items is the check of the counter.</summary>
    private const int MaxMonths = DynamoDBLimits.TransactionItems - 1;

    /// <summary>How many months after those of a range are read with it, rather than read the counter alone: a range often ends with today.</summary>
    private const int LaterMonths = 2;

    /// <summary>How long an answer waits for its totals to be kept: the next one can keep them as well.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Reads the kept months of a range and the counter: one request, and another where many later months are kept that the range does not need.
    /// During an erasure nothing is up to date.
    /// </summary>
    public async Task<KeptRange> ReadAsync(string userId, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var (now, last) = (time.GetUtcNow(), ActivityKeys.CalendarItem(to));
        var months = new List<KeptMonth>();
        var request = UserQuery.Between(
            table,
            null,
            userId,
            ItemAttributes.ItemId,
            ActivityKeys.CalendarItem(from),
            ActivityKeys.ChangesItem
        );
        // The counter comes after the range's months and the later ones.
        request.Limit = Periods.Count(Period.Month, from, to) + LaterMonths + 1;
        while (true)
        {
            var response = await calls.RunAsync(token => client.QueryAsync(request, token), cancellation);
            foreach (var item in response.Items)
            {
                var itemId = item[ItemAttributes.ItemId].S;
                if (itemId == ActivityKeys.ChangesItem)
                    return Complete(ChangeCounter.FromItem(item));
                if (string.CompareOrdinal(itemId, last) <= 0 && KeptMonth.FromItem(item, now) is { } month)
                    months.Add(month);
            }
            if (response.LastEvaluatedKey is not { Count: > 0 } next)
                return Complete(null);
            if (string.CompareOrdinal(next[ItemAttributes.ItemId].S, last) >= 0)
                return Complete(await changes.GetCounterAsync(userId, cancellation));
            request.ExclusiveStartKey = next;
        }

        KeptRange Complete(ChangeCounter? counter) =>
            new(counter, counter is null or { Erasure: not null } ? [] : months.FindAll(month => month.IsUpToDate(counter)));
    }

    /// <summary>
    /// Keeps months, on condition that nothing of the user is being erased: an erasure leaves nothing behind. If that fails, nothing is lost
    /// but the work to sum them again.
    /// </summary>
    public async Task KeepAsync(string userId, ChangeCounter counter, IEnumerable<Item> months, CancellationToken cancellation)
    {
        List<TransactWriteItem> writes =
        [
            .. months
                .Take(MaxMonths)
                .Select(item => new TransactWriteItem
                {
                    Put = new Put { TableName = table.Value, Item = item },
                }),
        ];
        if (writes.Count == 0)
            return;
        using var late = new CancellationTokenSource(Patience, time);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            await calls.RunAsync(
                token =>
                    client.TransactWriteItemsAsync(
                        new TransactWriteItemsRequest
                        {
                            TransactItems = [new TransactWriteItem { ConditionCheck = counter.CheckLife(table, userId) }, .. writes],
                        },
                        token
                    ),
                limited.Token
            );
        }
        catch (Exception exception)
            when (exception is AmazonServiceException or StorageException or OperationCanceledException
                && !cancellation.IsCancellationRequested
            )
        {
            LogNotKept(logger, exception.Message);
        }
    }

    [LoggerMessage(52, LogLevel.Debug, "The totals of a summary were not kept: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string reason);
}
