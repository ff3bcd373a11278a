using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Fitness.Bare;

/// <summary>One request of the SDK for each call. What is read is the demo user's, what is written belongs to a user of its own.</summary>
internal sealed class BareTable(IAmazonDynamoDB client)
{
    private const string Name = "fitness-activities";
    private const string Reader = "demo";
    private const string Writer = "bare";
    private long changes;

    public async Task<BareReading> GetAsync(string id)
    {
        var response = await client.GetItemAsync(
            new GetItemRequest
            {
                TableName = Name,
                Key = new() { ["userId"] = new AttributeValue(Reader), ["itemId"] = new AttributeValue($"activity#{id}") },
                ConsistentRead = true,
            }
        );
        return new BareReading(response.Item["id"].S, response.Item["userId"].S, response.Item["dayKey"].S[..10]);
    }

    public async Task<List<BareActivity>> ListAsync()
    {
        var request = Query("ByStart", "userId = :userId");
        request.ScanIndexForward = false;
        request.Limit = 50;
        return [.. (await client.QueryAsync(request)).Items.Select(ToActivity)];
    }

    public async Task<List<BareActivity>> ChangesAsync(long since)
    {
        var request = Query("ByChange", "userId = :userId AND changeNumber > :since");
        request.ExpressionAttributeValues[":since"] = Number(since);
        request.Limit = 100;
        return [.. (await client.QueryAsync(request)).Items.Select(ToActivity)];
    }

    public async Task<List<BareTotals>> SumAsync(string from, string to)
    {
        var request = Query("ByDay", "userId = :userId AND dayKey BETWEEN :from AND :to");
        request.ExpressionAttributeValues[":from"] = new AttributeValue(from);
        request.ExpressionAttributeValues[":to"] = new AttributeValue($"{to}$");
        return
        [
            .. (await client.QueryAsync(request))
                .Items.GroupBy(item => item["dayKey"].S[..7], StringComparer.Ordinal)
                .Select(month => new BareTotals(month.Key, month.Count(), month.Sum(Seconds), month.Sum(item => Meters(item) ?? 0))),
        ];
    }

    /// <summary>The body is read and stored as an activity, but not understood.</summary>
    public async Task<BareReading> ImportAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var file = await reader.ReadToEndAsync();
        var start = DateTimeOffset.UnixEpoch.AddSeconds(Interlocked.Increment(ref changes));
        return await PutAsync(Guid.NewGuid().ToString("N"), new BareInput("running", start, file.Length, null, null));
    }

    /// <summary>Stores what the API stores, with the keys of the table's indexes, but without its transaction.</summary>
    public async Task<BareReading> PutAsync(string id, BareInput input)
    {
        var start = input.Start.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        var day = input.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var item = new Item
        {
            ["userId"] = new(Writer),
            ["itemId"] = new($"activity#{id}"),
            ["startKey"] = new($"{start}#{id}"),
            ["sportKey"] = new($"{input.Sport}#{start}#{id}"),
            ["dayKey"] = new($"{day}#{id}"),
            ["changeNumber"] = Number(Interlocked.Increment(ref changes)),
            ["id"] = new(id),
            ["sport"] = new(input.Sport),
            ["start"] = new(input.Start.ToString("O", CultureInfo.InvariantCulture)),
            ["elapsedSeconds"] = Number(input.ElapsedSeconds),
        };
        if (input.DistanceMeters is { } meters)
            item["distanceMeters"] = Number(meters);
        if (input.Name is { } name)
            item["name"] = new AttributeValue(name);
        await client.PutItemAsync(new PutItemRequest { TableName = Name, Item = item });
        return new BareReading(id, Writer, day);
    }

    private static QueryRequest Query(string index, string condition) =>
        new()
        {
            TableName = Name,
            IndexName = index,
            ConsistentRead = true,
            KeyConditionExpression = condition,
            ExpressionAttributeValues = new() { [":userId"] = new AttributeValue(Reader) },
        };

    private static BareActivity ToActivity(Item item) =>
        new(item["id"].S, item["sport"].S, item["start"].S, Seconds(item), Meters(item), item.GetValueOrDefault("name")?.S);

    private static int Seconds(Item item) => int.Parse(item["elapsedSeconds"].N, CultureInfo.InvariantCulture);

    private static decimal? Meters(Item item) =>
        item.TryGetValue("distanceMeters", out var meters) ? decimal.Parse(meters.N, CultureInfo.InvariantCulture) : null;

    private static AttributeValue Number(IFormattable value) => new() { N = value.ToString(null, CultureInfo.InvariantCulture) };
}
