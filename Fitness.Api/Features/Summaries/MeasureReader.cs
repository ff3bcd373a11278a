using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Changes;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Summaries;

/// <summary>
/// Reads the measures of all activities in a range of civil dates. A read of several pages is not a snapshot: an activity
/// that moves from a day not yet read to one already read would be missed. So what changed
/// since the start is read again, by its number in the order of changes, and replaces what was read before.
/// </summary>
internal sealed class MeasureReader(IAmazonDynamoDB client, TableName table, StorageCalls calls, ChangeReader changes)
{
    /// <summary>The maximum number of pages for one summary; a page holds about 5,000 activities.</summary>
    private const int MaxPages = 20;

    private const int MaxReplays = 10;

    /// <returns>Each activity of the range once, as it was at some time during the read; null when there are too many.</returns>
    public async Task<IReadOnlyList<Measures>?> ReadAsync(string userId, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var counter = await changes.GetCounterAsync(userId, cancellation);
        var byId = new Dictionary<string, Measures>(StringComparer.Ordinal);
        if (await ReadPagesAsync(userId, from, to, byId, cancellation) is not { } pages)
            return null;

        // With several pages, a transaction that was under way when the counter was read may have been applied between two of them.
        var reached = (counter?.Last ?? 0) - (pages == 1 ? 0 : ChangeCounter.WindowSize);
        for (var replay = 0; replay < MaxReplays; replay++)
        {
            var changed = await changes.ItemsSinceAsync(userId, reached, cancellation);
            if (changed.Count == 0)
                break;
            foreach (var item in changed)
            {
                byId.Remove(item[ActivityItem.Id].S);
                if (ActivityItem.IsLive(item) && Measures.FromItem(item) is var measures && measures.Date >= from && measures.Date <= to)
                    byId[measures.Id] = measures;
            }
            reached = ChangeReader.Number(changed[^1]);
        }
        return [.. byId.Values.OrderBy(activity => activity.Date).ThenBy(activity => activity.Id, StringComparer.Ordinal)];
    }

    private async Task<int?> ReadPagesAsync(
        string userId,
        DateOnly from,
        DateOnly to,
        Dictionary<string, Measures> byId,
        CancellationToken cancellation
    )
    {
        var request = new QueryRequest
        {
            TableName = table.Value,
            IndexName = TableIndexes.ByDay,
            ConsistentRead = true,
            KeyConditionExpression = "#userId = :userId AND #day BETWEEN :from AND :to",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#userId"] = ItemAttributes.UserId, ["#day"] = ActivityItem.DayKey },
            ExpressionAttributeValues = new(StringComparer.Ordinal)
            {
                [":userId"] = new AttributeValue(userId),
                [":from"] = new AttributeValue(ActivityKeys.FirstOf(from)),
                [":to"] = new AttributeValue(ActivityKeys.LastOf(to)),
            },
        };
        for (var pages = 1; pages <= MaxPages; pages++)
        {
            var response = await calls.RunAsync(token => client.QueryAsync(request, token), cancellation);
            foreach (var item in response.Items)
                byId[item[ActivityItem.Id].S] = Measures.FromItem(item);
            if (response.LastEvaluatedKey is not { Count: > 0 } next)
                return pages;
            request.ExclusiveStartKey = next;
        }
        return null;
    }
}
