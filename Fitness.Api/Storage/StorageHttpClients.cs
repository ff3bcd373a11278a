using Amazon.Runtime;

namespace Fitness.Api.Storage;

/// <summary>
/// Makes the storage's HTTP client. The SDK's own follows redirects, keeps cookies and makes a span of each request, in addition to the storage
/// call's; the last only where nothing collects them.
/// </summary>
/// <param name="attemptTimeout">The maximum duration of one HTTP request.</param>
/// <param name="traced">Whether spans of HTTP requests are collected.</param>
internal sealed class StorageHttpClients(TimeSpan attemptTimeout, bool traced) : HttpClientFactory
{
    // As in the SDK's own client: a name that leads to another address is noticed.
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(10);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // Of the environment's proxies, .NET also asks for what is on this machine, which they cannot reach.
            UseProxy = !(Uri.TryCreate(clientConfig.ServiceURL, UriKind.Absolute, out var address) && address.IsLoopback),
            PooledConnectionLifetime = ConnectionLife,
        };
        if (!traced)
            handler.ActivityHeadersPropagator = null;
        return new HttpClient(handler) { Timeout = attemptTimeout };
    }

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => true;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
