using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;
using Fitness.Tests.Hosting;
using Fitness.Tests.Storage;
using Fitness.Tests.Support;

namespace Fitness.Tests.Engine;

public sealed class UnsentRequestTests(SharedEngine embedded)
{
    private const string Measure = "steps";

    [Fact]
    public async Task The_embedded_engine_reads_what_an_index_lacks_only_if_everything_is_requested()
    {
        using var client = embedded.CreateClient();
        Assert.Equal(UnsentRequest.All.Select(request => request.Embedded), await SendAsync(client));
    }

    [Fact]
    public async Task Moto_never_reads_what_an_index_lacks()
    {
        await using var engine = await SecondEngine.StartAsync(SecondEngine.Moto);
        using var client = LocalDynamoDB.CreateClient(engine.Address);
        Assert.Equal(UnsentRequest.All.Select(request => request.Moto), await SendAsync(client));
    }

    /// <summary>What the engine does in each of the requests.</summary>
    private static async Task<List<string>> SendAsync(AmazonDynamoDBClient client)
    {
        var table = $"test-{Guid.NewGuid():N}";
        await Tables.CreateAsync(client, table, definition =>
            definition.LocalIndexes.Single(index => index.IndexName == TableIndexes.ByDay).Projection = new Projection
            {
                ProjectionType = ProjectionType.KEYS_ONLY,
            }
        );
        await client.PutItemAsync(table, ActivityItem.ToItem(DemoUser.Id, ActivityExamples.Stored, 1));
        var expression = Query(table);
        (expression.ProjectionExpression, expression.ExpressionAttributeNames["#measure"]) = ("#measure", Measure);
        var everything = Query(table);
        everything.Select = Select.ALL_ATTRIBUTES;
        var answers = new List<string>();
        foreach (var request in new[] { expression, everything })
        {
            var item = Assert.Single((await client.QueryAsync(request)).Items);
            answers.Add(item.ContainsKey(Measure) ? UnsentRequest.Fetched : UnsentRequest.LeftOut);
        }
        return answers;
    }

    private static QueryRequest Query(string table) =>
        new()
        {
            TableName = table,
            IndexName = TableIndexes.ByDay,
            KeyConditionExpression = "#userId = :userId",
            ExpressionAttributeNames = new() { ["#userId"] = ItemAttributes.UserId },
            ExpressionAttributeValues = new() { [":userId"] = new AttributeValue(DemoUser.Id) },
        };
}
