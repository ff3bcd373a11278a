using System.Net;
using Fitness.Api.Features.Capsule.Replay;
using Fitness.Api.Storage.Engine;
using Fitness.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.Capsule;

/// <summary>A service in this process that starts with a capsule, on an engine of its own.</summary>
internal sealed class ReplayFixture : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> factory;

    private ReplayFixture(string path, bool replays) =>
        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment(EnvironmentNames.Development);
            builder.UseContentRoot(AppContext.BaseDirectory);
            builder.UseSetting(SettingNames.CapsulePath, path);
            builder.UseSetting(SettingNames.CapsuleReplay, $"{replays}");
            builder.ConfigureTestServices(services => services.AddLogging(logging => logging.ClearProviders()));
        });

    /// <summary>Calls it.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>What it says of the capsule.</summary>
    public CapsuleStart Start => factory.Services.GetRequiredService<CapsuleStart>();

    /// <summary>What came of the replay, once it has ended.</summary>
    public Task<ReplayResult> Replayed => factory.Services.GetRequiredService<ReplayRun>().Done;

    /// <summary>Starts it.</summary>
    /// <exception cref="StartException">The capsule cannot be used.</exception>
    public static ReplayFixture Serve(string path, bool replays = false)
    {
        ImageUnderTest.SkipInside("The test replays in this process");
        Assert.SkipUnless(EngineBinary.IsThere, EngineProgram.Remedy);
        var fixture = new ReplayFixture(path, replays);
        fixture.factory.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        fixture.factory.StartServer();
        fixture.Client = new HttpClient { BaseAddress = fixture.factory.ClientOptions.BaseAddress };
        return fixture;
    }

    /// <summary>Replays it.</summary>
    public static async Task<(StateBefore Before, ReplayResult Result)> ReplayAsync(string path)
    {
        await using var fixture = Serve(path, replays: true);
        var result = await fixture.Replayed.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        return (fixture.Start.Before, result);
    }

    /// <summary>A replay in words, for a test that fails.</summary>
    public static string Text(ReplayResult result) =>
        string.Join('\n', result.Requests.SelectMany(ReplayText.Lines).Append(ReplayText.Sum(result)));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await factory.DisposeAsync();
    }
}
