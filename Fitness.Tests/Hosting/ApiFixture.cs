using System.Net;
using System.Net.Http.Headers;
using Amazon.DynamoDBv2;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Fitness.Tests.Hosting;

/// <summary>The API on a real port, with an empty table of its own in the shared engine: in this process, or as <see cref="ImageUnderTest"/>.</summary>
public class ApiFixture(SharedEngine engine) : IAsyncLifetime
{
    private readonly Dictionary<string, string> settings = [];
    private readonly TestLog log = new();
    private Action<IServiceCollection>? configureServices;
    private FakeTimeProvider? clock;
    private string environment = EnvironmentNames.Development;
    private WebApplicationFactory<Program>? factory;
    private string? container;
    private Uri? address;
    private HttpClient? client;

    public string Table { get; } = $"test-{Guid.NewGuid():N}";

    /// <summary>Calls the API and checks each response against the contract.</summary>
    public HttpClient Client
    {
        get
        {
            SkipWithout();
            log.Follow();
            return client!;
        }
    }

    /// <summary>The API's clock, if <see cref="WithClock"/> was called.</summary>
    public FakeTimeProvider? Clock
    {
        get
        {
            SkipWithout();
            return clock;
        }
    }

    public IServiceProvider Services
    {
        get
        {
            ImageUnderTest.SkipInside("The test reads the API's services");
            engine.SkipWithout();
            log.Follow();
            return factory!.Services;
        }
    }

    public ApiFixture With(string name, string value)
    {
        settings[name] = value;
        return this;
    }

    /// <summary>Makes the API check the issuer's tokens.</summary>
    public ApiFixture WithIssuer(TestIssuer issuer)
    {
        foreach (var (name, value) in issuer.Settings)
            With(name, value);
        return this;
    }

    /// <summary>Runs the API in another environment, but on the tests' engine. Its table is not created.</summary>
    public ApiFixture In(string name)
    {
        environment = name;
        return With(SettingNames.Region, LocalDefaults.Region)
            .With(SettingNames.AllowEndpointOverride, "true")
            .WithServices(services => services.AddSingleton<IAmazonDynamoDB>(engine.CreateClient()));
    }

    /// <summary>Puts a client with hooks between the API and the engine. Nothing is recorded, so that the hooks see only what requests ask.</summary>
    public ApiFixture WithStorage(HookedDynamoDBClient storage) =>
        With(SettingNames.RecordingEnabled, "false").WithServices(services => services.AddSingleton<IAmazonDynamoDB>(storage));

    public ApiFixture WithClock(DateTimeOffset now)
    {
        clock = new FakeTimeProvider(now);
        return this;
    }

    public ApiFixture WithServices(Action<IServiceCollection> configure)
    {
        configureServices += configure;
        return this;
    }

    public virtual async ValueTask InitializeAsync()
    {
        // A fixture cannot skip its tests: they do it themselves when they ask for the client.
        if (engine.IsMissing || IsOutOfReach)
            return;
        settings.TryAdd(SettingNames.Endpoint, engine.Endpoint.AbsoluteUri);
        settings.TryAdd(SettingNames.Table, Table);
        settings.TryAdd(SettingNames.SamplesEnabled, "false");
        settings.TryAdd(SettingNames.UserRequests, "1000000");
        settings.TryAdd("Logging:LogLevel:Default", "Warning");
        log.Follow();
        address = ImageUnderTest.Name is { } image ? await StartContainerAsync(image) : StartInProcess();
        client = CreateClient();
    }

    private Uri StartInProcess()
    {
        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment(environment);
            builder.UseContentRoot(AppContext.BaseDirectory);
            builder.UseDefaultServiceProvider(provider => (provider.ValidateOnBuild, provider.ValidateScopes) = (true, true));
            foreach (var (name, value) in settings)
                builder.UseSetting(name, value);
            builder.ConfigureTestServices(services =>
            {
                services.AddSingleton(_ => new RequestRings(new RingMemory(RequestRings.Bytes)));
                services.AddLogging(logging => logging.ClearProviders().AddProvider(log));
                if (clock is not null)
                    services.AddSingleton<TimeProvider>(clock);
                configureServices?.Invoke(services);
            });
        });
        factory.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        factory.StartServer();
        return factory.ClientOptions.BaseAddress;
    }

    private async Task<Uri> StartContainerAsync(string image)
    {
        var listening = FreeAddress.Find();
        container = await Docker.RunAsync([
            "run",
            "--detach",
            .. ImageUnderTest.Options([
                .. settings.Select(setting => (setting.Key, setting.Value)),
                (SettingNames.Addresses, listening.GetLeftPart(UriPartial.Authority)),
            ]),
            image,
        ]);
        using var http = new HttpClient { BaseAddress = listening };
        var logs = "";
        await Eventually.WaitForAsync(
            async () =>
            {
                logs = (await Docker.TryAsync("logs", container)).Error;
                try
                {
                    using var alive = await http.GetAsync(Routes.Alive);
                    return alive.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            () => logs
        );
        // Another process may have taken the port: make sure that this container is running.
        Assert.Equal("true", await Docker.RunAsync("inspect", "--format", "{{.State.Running}}", container));
        return listening;
    }

    /// <summary>A client that sends a token with every call.</summary>
    public HttpClient CreateClient(string token)
    {
        SkipWithout();
        var other = CreateClient();
        other.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return other;
    }

    private HttpClient CreateClient() => new(new ContractHandler { InnerHandler = new SocketsHttpHandler() }) { BaseAddress = address };

    private bool IsOutOfReach => ImageUnderTest.Name is not null && (clock is not null || configureServices is not null);

    private void SkipWithout()
    {
        if (IsOutOfReach)
            ImageUnderTest.SkipInside("The test has a clock or services of its own in the API");
        engine.SkipWithout();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        client?.Dispose();
        if (factory is not null)
            await factory.DisposeAsync();
        if (container is not null)
            await Docker.RunAsync("rm", "--force", container);
    }
}
