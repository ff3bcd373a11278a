using Amazon.DynamoDBv2;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Activities;

/// <summary>
/// Reads the activities that start about when others do, to find those that are the same workout. A transaction whose items DynamoDB is still
/// applying may not be visible yet; then a mark is missing, which is only a hint.
/// </summary>
public sealed class NeighbourReader(IAmazonDynamoDB client, TableName table, StorageCalls calls)
{
    /// <summary>
    /// As many activities are read at once: a year's between the first and the last one of a batch, but not those of many years between two that
    /// were written together. What lies beyond so many pages is left out: more in the time of one activity are no workouts of one person.
    /// </summary>
    private const int PageSize = 400;
    private const int MaxPages = 40;

    /// <summary>The items of the activities that start within the ranges: one request for all ranges, more only if what lies between them exceeds a page.</summary>
    /// <param name="userId">Whose activities.</param>
    /// <param name="ranges">Instants, both inclusive.</param>
    /// <param name="cancellation">Cancels the requests.</param>
    internal async Task<IReadOnlyList<Item>> ReadAsync(
        string userId,
        IEnumerable<(DateTimeOffset From, DateTimeOffset To)> ranges,
        CancellationToken cancellation
    )
    {
        var items = new Dictionary<string, Item>(StringComparer.Ordinal);
        var open = ranges
            .Select(range => (Low: ActivityKeys.Before(range.From), High: ActivityKeys.After(range.To)))
            .OrderBy(range => range.Low, StringComparer.Ordinal)
            .ToList();
        var reached = "";
        for (var page = 0; page < MaxPages && open.Count > 0; page++)
        {
            var low = string.CompareOrdinal(open[0].Low, reached) < 0 ? reached : open[0].Low;
            var high = open.Select(range => range.High).Max(StringComparer.Ordinal)!;
            var request = UserQuery.Between(table, TableIndexes.ByStart, userId, ActivityItem.StartKey, low, high);
            request.Limit = PageSize;
            var response = await calls.RunAsync(token => client.QueryAsync(request, token), cancellation);
            foreach (var item in response.Items.Where(item => open.Exists(range => Contains(range, StartKey(item)))))
                items[item[ActivityItem.Id].S] = item;
            if (response.LastEvaluatedKey is not { Count: > 0 })
                break;
            reached = StartKey(response.Items[^1]);
            open.RemoveAll(range => string.CompareOrdinal(range.High, reached) <= 0);
        }
        return [.. items.Values];
    }

    private static string StartKey(Item item) => item[ActivityItem.StartKey].S;

    private static bool Contains((string Low, string High) range, string startKey) =>
        string.CompareOrdinal(range.Low, startKey) <= 0 && string.CompareOrdinal(startKey, range.High) <= 0;
}
