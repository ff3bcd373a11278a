using Xunit.Sdk;
using Xunit.v3;

// A run keeps one core busy for some seconds, and waits the rest of the time.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 3)]

namespace Fitness.Tests.AppHost;

/// <summary>A test of running AppHosts. Only if it fails, it shows the logs of their resources.</summary>
public abstract class AppHostTest(RunningAppHost? shared = null) : IAsyncDisposable
{
    /// <summary>For tests with AppHosts in this process: two that start in it at once cancel each other.</summary>
    public const string InThisProcess = "AppHosts in this process";

    private readonly List<RunningAppHost> own = [];

    // An AppHost in a process of its own watches the process with this ID, and ends after it: a test run that is killed leaves none.
    static AppHostTest() => Environment.SetEnvironmentVariable("ASPIRE_CLI_PID", $"{Environment.ProcessId}");

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
