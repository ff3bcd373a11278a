using System.Net;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Me;

/// <summary>An API with several users.</summary>
public abstract class UserDataTests(SharedEngine engine) : IAsyncLifetime
{
    private TestIssuer issuer = null!;

    protected SharedEngine Engine => engine;

    public async ValueTask InitializeAsync() => issuer = await TestIssuer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await issuer.DisposeAsync();
    }

    protected string Token(string user) => issuer.Token(user);

    protected async Task<ApiFixture> StartAsync(
        HookedDynamoDBClient? storage = null,
        CountingLog? log = null,
        DateTimeOffset? now = null,
        ApiFixture? beside = null
    )
    {
        var api = new ApiFixture(engine).WithIssuer(issuer);
        if (beside is not null)
            api.With(SettingNames.Table, beside.Table);
        if (storage is not null)
            api.WithStorage(storage);
        if (log is not null)
            api.WithServices(services => services.AddSingleton<ILoggerProvider>(log));
        if (now is { } time)
            api.WithClock(time);
        await api.InitializeAsync();
        return api;
    }

    /// <summary>Creates items of each kind: three activities, a tombstone, an idempotency record, and the counter.</summary>
    protected static async Task FillAsync(HttpClient client)
    {
        using var a = await client.PutAsync("a", Run);
        using var b = await client.PutAsync("b", Run);
        using var gone = await client.PutAsync("gone", Run);
        using var deleted = await client.DeleteActivityAsync("gone");
        using var post = await client.PostAsync(Run, ("Idempotency-Key", "key"));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Created), (deleted.StatusCode, post.StatusCode));
    }
}
