using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Storage;

namespace Fitness.Tests.Storage;

/// <summary>Tables that the API did not create.</summary>
internal static class Tables
{
    /// <summary>Creates a table of the definition, with changes.</summary>
    public static async Task CreateAsync(
        AmazonDynamoDBClient client,
        string name,
        Action<TableDefinition> change,
        bool withTimeToLive = true
    )
    {
        var definition = TableDefinition.Load();
        change(definition);
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = name,
                AttributeDefinitions = definition.Attributes,
                KeySchema = definition.Keys,
                LocalSecondaryIndexes = definition.LocalIndexes,
                BillingMode = definition.BillingMode,
            }
        );
        if (withTimeToLive)
            await client.UpdateTimeToLiveAsync(
                new UpdateTimeToLiveRequest
                {
                    TableName = name,
                    TimeToLiveSpecification = new TimeToLiveSpecification { AttributeName = definition.TimeToLive, Enabled = true },
                }
            );
    }
}
