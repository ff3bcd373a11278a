using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Storage;

/// <summary>An API whose storage is behind a proxy that can fail, and whose clock is the test's.</summary>
public sealed class FailingStorage(SharedEngine engine) : IAsyncLifetime
{
    private StorageProxy? proxy;

    /// <summary>The API.</summary>
    public ApiFixture Api { get; } = new ApiFixture(engine).WithClock(TimeProvider.System.GetUtcNow());

    /// <summary>Its storage.</summary>
    public StorageProxy Proxy
    {
        get
        {
            ImageUnderTest.SkipInside("The storage in between is in this process");
            engine.SkipWithout();
            return proxy!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (engine.IsMissing)
            return;
        proxy = await StorageProxy.StartAsync(engine.Endpoint);
        Api.With(SettingNames.Endpoint, proxy.Address.AbsoluteUri);
        await Api.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        if (proxy is not null)
            await proxy.DisposeAsync();
    }
}
