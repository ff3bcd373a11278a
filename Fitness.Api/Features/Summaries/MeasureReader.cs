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
/// <para>
/// The index by day is the smallest, but holds only the measures that were summed when the table was created. If it lacks one, the index by
/// start is read, which holds whole activities: fetching what an index lacks would cost a read of the table for each activity, and the
/// embedded engine leaves it out in some requests.
/// </para>
/// </summary>
internal sealed class MeasureReader(
    IAmazonDynamoDB client,
    TableName table,
    TableInspector inspector,
    StorageCalls calls,
    ChangeReader changes
)
{
    /// <summary>The maximum number of pages for one summary; a page of the index by day holds about 5,000 activities.</summary>
    private const int MaxPages = 20;

    private const int MaxReplays = 10;

    /// <returns>Each activity of the range once, as it was at some time during the read; null when there are too many.</returns>
    public async Task<IReadOnlyList<Measures>?> ReadAsync(
        string userId,
        DateOnly from,
        DateOnly to,
        DuplicateCounting duplicates,
        CancellationToken cancellation
    )
    {
        var excludes = duplicates == DuplicateCounting.Exclude;
        var counter = await changes.GetCounterAsync(userId, cancellation);
        var byId = new Dictionary<string, Measures>(StringComparer.Ordinal);
        var request = inspector.Holds(
            TableIndexes.ByDay,
            excludes ? [.. Measures.Attributes, ActivityItem.PossibleDuplicateOf] : Measures.Attributes
        )
            ? Query(userId, TableIndexes.ByDay, ActivityItem.DayKey, ActivityKeys.FirstOf(from), ActivityKeys.LastOf(to))
            : Query(
                userId,
                TableIndexes.ByStart,
                ActivityItem.StartKey,
                ActivityKeys.EarliestStartOf(from),
                ActivityKeys.LatestStartOf(to)
            );
        if (await ReadPagesAsync(request, Take, cancellation) is not { } pages)
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
                if (ActivityItem.IsLive(item))
                    Take(item);
            }
            reached = ChangeReader.Number(changed[^1]);
        }
        return [.. byId.Values.OrderBy(activity => activity.Date).ThenBy(activity => activity.Id, StringComparer.Ordinal)];

        void Take(Item item)
        {
            var measures = Measures.FromItem(item);
            if (measures.Date >= from && measures.Date <= to && !(excludes && measures.IsPossibleDuplicate))
                byId[measures.Id] = measures;
        }
    }

    /// <returns>How many pages were read; null when there are too many.</returns>
    private async Task<int?> ReadPagesAsync(QueryRequest request, Action<Item> take, CancellationToken cancellation)
    {
        for (var pages = 1; pages <= MaxPages; pages++)
        {
            var response = await calls.RunAsync(token => client.QueryAsync(request, token), cancellation);
            response.Items.ForEach(take);
            if (response.LastEvaluatedKey is not { Count: > 0 } next)
                return pages;
            request.ExclusiveStartKey = next;
        }
        return null;
    }

    private QueryRequest Query(string userId, string index, string key, string from, string to) =>
        new()
        {
            TableName = table.Value,
            IndexName = index,
            ConsistentRead = true,
            KeyConditionExpression = "#userId = :userId AND #key BETWEEN :from AND :to",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#userId"] = ItemAttributes.UserId, ["#key"] = key },
            ExpressionAttributeValues = new(StringComparer.Ordinal)
            {
                [":userId"] = new AttributeValue(userId),
                [":from"] = new AttributeValue(from),
                [":to"] = new AttributeValue(to),
            },
        };
}
