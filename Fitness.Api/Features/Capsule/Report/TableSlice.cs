using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>A user's items as they were at one moment.</summary>
/// <param name="Life">The name of the life of the user's data; null if there is none.</param>
/// <param name="Change">The number of the last change in them.</param>
/// <param name="Items">The items in DynamoDB's JSON.</param>
internal sealed record TableSlice(string? Life, long Change, IReadOnlyList<JsonObject> Items);

/// <summary>Reads the items of a user so that all of them are of one moment: it reads again if something was changed meanwhile.</summary>
internal sealed class TableSliceReader(IAmazonDynamoDB client, TableName table, StorageCalls calls)
{
    private const int Attempts = 5;

    /// <exception cref="StorageUnavailableException">The user writes all the time.</exception>
    public async Task<TableSlice> ReadAsync(string userId, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var before = await CounterAsync(userId, cancellation);
            var items = await ItemsAsync(userId, cancellation);
            if (JsonNode.DeepEquals(before, await CounterAsync(userId, cancellation)))
                return Of(before, items);
            await Backoff.DelayAsync(attempt, cancellation);
        }
        throw new StorageUnavailableException("The table changes all the time.");
    }

    // As it is stored: what is wrong with it may be what is to be reported.
    private async Task<JsonObject> CounterAsync(string userId, CancellationToken cancellation)
    {
        var response = await calls.RunAsync(token => client.GetItemAsync(ChangeCounter.Get(table, userId), token), cancellation);
        return ToJson(response.Item ?? []);
    }

    // What is being erased is as good as gone.
    private static TableSlice Of(JsonObject counter, List<JsonObject> items) =>
        counter.ContainsKey(ChangeCounter.Erasing)
            ? new(null, 0, [])
            : new(
                (string?)counter[ChangeCounter.StreamName]?["S"],
                long.TryParse((string?)counter[ChangeCounter.LastName]?["N"], CultureInfo.InvariantCulture, out var last) ? last : 0,
                items
            );

    private async Task<List<JsonObject>> ItemsAsync(string userId, CancellationToken cancellation)
    {
        var request = UserQuery.All(table, userId);
        var items = new List<JsonObject>();
        do
        {
            var response = await calls.RunAsync(token => client.QueryAsync(request, token), cancellation);
            items.AddRange(response.Items.Select(ToJson));
            request.ExclusiveStartKey = response.LastEvaluatedKey;
        } while (request.ExclusiveStartKey is { Count: > 0 });
        return items;
    }

    private static JsonObject ToJson(Item item)
    {
        var json = new JsonObject();
        foreach (var (name, value) in item.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
            json[name] = ToJson(value);
        return json;
    }

    private static JsonObject ToJson(AttributeValue value) =>
        value switch
        {
            { S: { } text } => new JsonObject { ["S"] = text },
            { N: { } number } => new JsonObject { ["N"] = number },
            { B: { } bytes } => new JsonObject { ["B"] = Convert.ToBase64String(bytes.ToArray()) },
            { BOOL: { } isTrue } => new JsonObject { ["BOOL"] = isTrue },
            { NULL: true } => new JsonObject { ["NULL"] = true },
            { M: { } members } => new JsonObject { ["M"] = ToJson(members) },
            { L: { } values } => new JsonObject { ["L"] = new JsonArray([.. values.Select(ToJson)]) },
            { SS: { } texts } => new JsonObject { ["SS"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]) },
            { NS: { } numbers } => new JsonObject { ["NS"] = new JsonArray([.. numbers.Select(number => JsonValue.Create(number))]) },
            { BS: { } all } => new JsonObject
            {
                ["BS"] = new JsonArray([.. all.Select(bytes => JsonValue.Create(Convert.ToBase64String(bytes.ToArray())))]),
            },
            _ => [],
        };
}
