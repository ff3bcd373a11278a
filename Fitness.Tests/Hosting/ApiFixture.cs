using System.Net;
using System.Net.Http.Headers;
using Amazon.DynamoDBv2;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Fitness.Tests.Hosting;

/// <summary>The API on a real port, with an empty table of its own in the shared engine.</summary>
public class ApiFixture(SharedEngine engine) : IAsyncLifetime
{
    private readonly Dictionary<string, string> settings = [];
    private Action<IServiceCollection>? configureServices;
    private WebApplicationFactory<Program>? factory;
    private HttpClient? client;

    public string Table { get; } = $"test-{Guid.NewGuid():N}";

    /// <summary>Calls the API, and checks each answer against the contract.</summary>
    public HttpClient Client
    {
        get
        {
            engine.SkipWithout();
            return client!;
        }
    }

    /// <summary>The clock of the API, when <see cref="WithClock"/> was asked for.</summary>
    public FakeTimeProvider? Clock { get; private set; }

    public IServiceProvider Services
    {
        get
        {
            engine.SkipWithout();
            return factory!.Services;
        }
    }

    public ApiFixture With(string name, string value)
    {
        settings[name] = value;
        return this;
    }

    /// <summary>Lets the API check the issuer's tokens.</summary>
    public ApiFixture WithIssuer(TestIssuer issuer)
    {
        foreach (var (name, value) in issuer.Settings) With(name, value);
        return this;
    }

    /// <summary>Puts a client with hooks between the API and the engine.</summary>
    public ApiFixture WithStorage(HookedDynamoDBClient storage) => WithServices(services => services.AddSingleton<IAmazonDynamoDB>(storage));

    public ApiFixture WithClock(DateTimeOffset now)
    {
        Clock = new FakeTimeProvider(now);
        return this;
    }

    public ApiFixture WithServices(Action<IServiceCollection> configure)
    {
        configureServices += configure;
        return this;
    }

    public ValueTask InitializeAsync()
    {
        // A fixture cannot skip its tests: they do it themselves when they ask for the client.
        if (engine.IsMissing) return ValueTask.CompletedTask;
        settings.TryAdd(SettingNames.Endpoint, engine.Endpoint.AbsoluteUri);
        settings.TryAdd(SettingNames.Table, Table);
        settings.TryAdd("Sample:Enabled", "false");
        settings.TryAdd("RateLimits:User:Requests", "1000000");
        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment(EnvironmentNames.Development);
            builder.UseContentRoot(AppContext.BaseDirectory);
            foreach (var (name, value) in settings) builder.UseSetting(name, value);
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
            builder.ConfigureTestServices(services =>
            {
                if (Clock is not null) services.AddSingleton<TimeProvider>(Clock);
                configureServices?.Invoke(services);
            });
        });
        factory.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        factory.StartServer();
        client = CreateClient();
        return ValueTask.CompletedTask;
    }

    /// <summary>A client whose every call carries a token.</summary>
    public HttpClient CreateClient(string token)
    {
        engine.SkipWithout();
        var other = CreateClient();
        other.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return other;
    }

    private HttpClient CreateClient() => new(new ContractHandler { InnerHandler = new SocketsHttpHandler() }) { BaseAddress = factory!.ClientOptions.BaseAddress };

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        client?.Dispose();
        if (factory is not null) await factory.DisposeAsync();
    }
}
