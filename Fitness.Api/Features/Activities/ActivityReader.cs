using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Activities;

/// <summary>Reads activities. Each method makes one strongly consistent request.</summary>
internal sealed class ActivityReader(IAmazonDynamoDB client, TableName table, StorageCalls calls)
{
    public async Task<Activity?> GetAsync(string userId, string id, CancellationToken cancellation)
    {
        var response = await calls.RunAsync(
            token =>
                client.GetItemAsync(
                    new GetItemRequest
                    {
                        TableName = table.Value,
                        Key = ActivityItem.Key(userId, ActivityKeys.Item(id)),
                        ConsistentRead = true,
                    },
                    token
                ),
            cancellation
        );
        return response.Item is { } item && ActivityItem.IsLive(item) ? ActivityItem.ToActivity(item) : null;
    }

    /// <summary>A page of the list.</summary>
    /// <param name="userId">Whose activities.</param>
    /// <param name="query">The filters.</param>
    /// <param name="lastStartKey">The start key of the previous page's last activity, or null.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>The activities, and the start key after which the next page begins; null at the end.</returns>
    public async Task<(IReadOnlyList<Activity> Items, string? LastStartKey)> ListAsync(
        string userId,
        ActivityListQuery query,
        string? lastStartKey,
        CancellationToken cancellation
    )
    {
        var limit = query.Limit ?? ActivityListQuery.DefaultLimit;
        var (index, key) = query.Sport is null
            ? (TableIndexes.ByStart, ActivityItem.StartKey)
            : (TableIndexes.BySport, ActivityItem.SportKey);
        string KeyText(string startKey) => query.Sport is { } sport ? ActivityKeys.OfSport(sport, startKey) : startKey;

        var request = UserQuery.Between(
            table,
            index,
            userId,
            key,
            KeyText(ActivityKeys.After(query.After)),
            KeyText(ActivityKeys.Before(query.Before))
        );
        request.ScanIndexForward = false;
        // One more than requested shows whether there is a next page.
        request.Limit = limit + 1;
        if (lastStartKey is not null)
        {
            request.ExclusiveStartKey = ActivityItem.Key(userId, ActivityKeys.Item(ActivityKeys.IdOf(lastStartKey)));
            request.ExclusiveStartKey[key] = new AttributeValue(KeyText(lastStartKey));
        }
        var response = await calls.RunAsync(token => client.QueryAsync(request, token), cancellation);
        var page = response.Items.Take(limit).ToList();
        // DynamoDB also ends a page at 1 MB, even below the limit.
        var more = response.Items.Count > limit || response.LastEvaluatedKey is { Count: > 0 };
        return ([.. page.Select(ActivityItem.ToActivity)], more && page.Count > 0 ? page[^1][ActivityItem.StartKey].S : null);
    }
}
