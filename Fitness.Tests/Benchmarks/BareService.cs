using Amazon.DynamoDBv2.Model;
using Fitness.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Fitness.Benchmarks;

/// <summary>The baseline for the start: a minimal API with one GetItem and nothing else.</summary>
internal static class BareService
{
    public static async Task RunAsync(string endpoint)
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        using var client = LocalDynamoDB.CreateClient(new Uri(endpoint));
        app.MapGet("/activity/{id}", async (string id) =>
        {
            var response = await client.GetItemAsync(
                new GetItemRequest
                {
                    TableName = "fitness-activities",
                    Key = new() { ["userId"] = new AttributeValue("demo"), ["itemId"] = new AttributeValue($"activity#{id}") },
                }
            );
            return response.Item["id"].S;
        });
        await app.RunAsync();
    }
}
