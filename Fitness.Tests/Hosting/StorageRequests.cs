using System.Diagnostics;
using Fitness.Api.Storage;
using Fitness.Tests.Support;

namespace Fitness.Tests.Hosting;

/// <summary>The requests to DynamoDB that an API's client sends, counted by their spans.</summary>
internal static class StorageRequests
{
    /// <summary>The operations that a successful call needs, in order.</summary>
    public static async Task<List<string>> OfAsync(ApiFixture api, Func<Task<HttpResponseMessage>> call)
    {
        using var response = await Recorded(api, out var stop, call);
        var operations = stop();
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        return operations;
    }

    /// <summary>Records the operations while the call runs.</summary>
    public static Task<HttpResponseMessage> Recorded(ApiFixture api, out Func<List<string>> stop, Func<Task<HttpResponseMessage>> call)
    {
        ImageUnderTest.SkipInside("The test counts spans of the API's client");
        var operations = new List<string>();
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TracedDynamoDBClient.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                // Other test classes run in this process at the same time, each on its own table. And what the service looks after by itself
                // belongs to no call.
                if (span.ParentId is null || !((string[])span.GetTagItem("aws.dynamodb.table_names")!).Contains(api.Table))
                    return;
                lock (operations)
                    operations.Add((string)span.GetTagItem("db.operation.name")!);
            },
        };
        ActivitySource.AddActivityListener(listener);
        stop = () =>
        {
            listener.Dispose();
            lock (operations)
                return [.. operations];
        };
        return call();
    }
}
