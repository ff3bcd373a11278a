using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Fitness.Api.Features.Activities;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Me;

/// <summary>All items of a user, in pages of at most 1 MB.</summary>
internal sealed class UserPages(IAmazonDynamoDB client, TableName table, StorageCalls calls)
{
    /// <param name="userId">Whose items.</param>
    /// <param name="keysOnly">Whether to read only the keys and the change numbers.</param>
    /// <param name="cancellation">Cancels the request.</param>
    public async IAsyncEnumerable<IReadOnlyList<Item>> ReadAsync(
        string userId,
        bool keysOnly,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var request = UserQuery.All(table, userId);
        if (keysOnly)
        {
            request.ProjectionExpression = "#itemId, #changeNumber";
            request.ExpressionAttributeNames["#itemId"] = ItemAttributes.ItemId;
            request.ExpressionAttributeNames["#changeNumber"] = ActivityItem.ChangeNumber;
        }
        do
        {
            var response = await calls.RunAsync(token => client.QueryAsync(request, token), cancellation);
            yield return response.Items;
            request.ExclusiveStartKey = response.LastEvaluatedKey;
        } while (request.ExclusiveStartKey is { Count: > 0 });
    }
}
