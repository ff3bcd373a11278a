using Fitness.AppHost;
using Microsoft.Extensions.Configuration;

namespace Fitness.Tests.AppHost;

/// <summary>One AppHost on the embedded engine, for all tests of a class.</summary>
public sealed class EmbeddedAppHost : IAsyncLifetime
{
    /// <summary>What runs.</summary>
    public RunningAppHost Running { get; private set; } = null!;

    /// <summary>Skips the running test where the engine's binary is missing.</summary>
    public static void RequireEngine() =>
        Assert.SkipWhen(Machine.This(new ConfigurationBuilder().Build()).EngineBinary() is null, "The embedded engine's binary is not there. Install Node.js and build again (linux-x64).");

    public async ValueTask InitializeAsync()
    {
        RequireEngine();
        Running = await RunningAppHost.StartAsync("--engine", "embedded");
    }

    public async ValueTask DisposeAsync()
    {
        if (Running is not null) await Running.DisposeAsync();
    }
}
