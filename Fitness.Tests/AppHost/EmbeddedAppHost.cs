using Fitness.AppHost;
using Microsoft.Extensions.Configuration;

namespace Fitness.Tests.AppHost;

/// <summary>One AppHost on the embedded engine, for all tests of a class.</summary>
public sealed class EmbeddedAppHost : IAsyncLifetime
{
    private RunningAppHost? running;

    /// <summary>The running AppHost; if the engine's binary is missing, the test that asks for it is skipped.</summary>
    public RunningAppHost Running
    {
        get
        {
            RequireEngine();
            return running!;
        }
    }

    /// <summary>Skips the running test if the engine's binary is missing.</summary>
    public static void RequireEngine() => Assert.SkipUnless(IsThere, $"The embedded engine's binary is not there. {EngineProgram.Remedy}.");

    private static bool IsThere => Machine.Current(new ConfigurationBuilder().Build()).EngineBinary() is not null;

    public async ValueTask InitializeAsync()
    {
        // A fixture cannot skip its tests: they do it themselves.
        if (IsThere)
            running = await RunningAppHost.StartAsync("--engine", "embedded");
    }

    public async ValueTask DisposeAsync()
    {
        if (running is not null)
            await running.DisposeAsync();
    }
}
