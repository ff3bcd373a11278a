using Amazon.DynamoDBv2;
using Fitness.Api.Storage.Engine;
using Fitness.Tests.Support;

namespace Fitness.Tests.Hosting;

/// <summary>One in-memory engine for all tests; each fixture has its own table in it.</summary>
public sealed class SharedEngine : IAsyncLifetime
{
    private EngineLease? lease;
    private EngineProcess? engine;
    private string? missing;

    /// <summary>The engine's address.</summary>
    public Uri Endpoint
    {
        get
        {
            SkipWithout();
            return new Uri($"http://127.0.0.1:{engine!.Port}");
        }
    }

    public bool IsMissing => missing is not null;

    /// <summary>Skips the running test if there is no engine, and says what to do.</summary>
    public void SkipWithout() => Assert.SkipWhen(IsMissing, missing ?? "");

    public AmazonDynamoDBClient CreateClient() => LocalDynamoDB.CreateClient(Endpoint);

    public async ValueTask InitializeAsync()
    {
        try
        {
            var options = new EngineOptions { InMemory = true, DataPath = Folders.Create() };
            lease = EngineLease.Take(options, _ => { });
            engine = await EngineProcess.StartAsync(
                EngineBinary.Find(),
                options,
                null,
                _ => { },
                process => lease.Record(process),
                TestContext.Current.CancellationToken
            );
        }
        catch (StartException exception)
        {
            missing = exception.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
            await engine.StopAsync();
        engine?.Dispose();
        lease?.Dispose();
    }
}
