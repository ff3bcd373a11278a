namespace Fitness.Tests.AppHost;

/// <summary>A test of running AppHosts. Only if it fails, it shows the logs of their resources.</summary>
[Collection(Name)]
public abstract class AppHostTest(RunningAppHost? shared = null) : IAsyncDisposable
{
    /// <summary>These tests run one at a time: each starts half a dozen processes.</summary>
    public const string Name = "AppHosts that run";

    private readonly List<RunningAppHost> own = [];

    /// <summary>Starts an AppHost that ends with the test.</summary>
    protected async Task<RunningAppHost> StartAsync(params string[] options)
    {
        var running = await RunningAppHost.StartAsync(options);
        own.Add(running);
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var failed = TestContext.Current.TestState?.Result == TestResult.Failed;
        foreach (var running in shared is null ? own : [shared, .. own])
        {
            if (failed)
                TestContext.Current.TestOutputHelper?.WriteLine(running.ToString());
            if (running != shared)
                await running.DisposeAsync();
        }
    }
}
