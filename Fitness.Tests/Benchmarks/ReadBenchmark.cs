using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using BenchmarkDotNet.Attributes;
using Fitness.Api.Features.Activities;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fitness.Benchmarks;

/// <summary>Compares one client's read through the whole API with the SDK's GetItem alone, in one process and one run.</summary>
[InProcess]
[WarmupCount(5)]
[IterationCount(15)]
public class ReadBenchmark
{
    private WebApplicationFactory<Activity> factory = null!;
    private HttpClient client = null!;
    private IAmazonDynamoDB dynamoDB = null!;
    private GetItemRequest getItem = null!;

    [GlobalSetup]
    public void Start()
    {
        factory = new WebApplicationFactory<Activity>().WithWebHostBuilder(builder =>
        {
            builder
                .UseEnvironment(EnvironmentNames.Development)
                .UseContentRoot(AppContext.BaseDirectory)
                .UseSetting(SettingNames.EngineInMemory, "true")
                .UseSetting("Logging:LogLevel:Default", "Warning");
            builder.UseSetting(SettingNames.UserRequests, "1000000000");
            builder.UseSetting(SettingNames.EngineDataPath, Directory.CreateTempSubdirectory("fitness-bench-").FullName);
        });
        factory.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        factory.StartServer();
        client = factory.CreateClient();
        dynamoDB = factory.Services.GetRequiredService<IAmazonDynamoDB>();
        getItem = new GetItemRequest
        {
            TableName = factory.Services.GetRequiredService<TableName>().Value,
            Key = ActivityItem.Key(DemoUser.Id, ActivityKeys.Item("1")),
            ConsistentRead = true,
        };
    }

    [Benchmark(Baseline = true, Description = "SDK GetItem")]
    public Task<GetItemResponse> GetItem() => dynamoDB.GetItemAsync(getItem);

    [Benchmark(Description = "GET /v1/activities/{id}")]
    public Task<byte[]> GetActivity() => client.GetByteArrayAsync("/v1/activities/1");

    [Benchmark(Description = "GET /problems/{name}, which stores nothing")]
    public Task<byte[]> GetWithoutStorage() => client.GetByteArrayAsync("/problems/not-found");

    [GlobalCleanup]
    public void Stop()
    {
        client.Dispose();
        factory.Dispose();
    }
}
