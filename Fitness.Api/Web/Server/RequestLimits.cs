using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Fitness.Api.Web.Server;

/// <summary>The server's limits on requests and connections.</summary>
internal static class RequestLimits
{
    /// <summary>Maximum bytes of a request body, unless its endpoint sets another limit; an activity with its longest texts stays below.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>Maximum bytes of all headers: some identity providers' tokens have 4 KB or more; no other header is long.</summary>
    public const int MaxHeaderBytes = 16 * 1024;

    /// <summary>Maximum bytes of the request line.</summary>
    public const int MaxRequestLineBytes = 4 * 1024;

    /// <summary>Maximum concurrent connections. Each costs a few KB while it is open. A phone holds one; with HTTP/2 it carries several requests at once.</summary>
    public const int MaxConnections = 2000;

    /// <summary>Maximum concurrent HTTP/2 requests in a connection.</summary>
    public const int MaxStreamsPerConnection = 32;

    private const int MaxHeaders = 50;

    // A phone at the edge of its network sends a few KB per second; anything slower only occupies a connection.
    private static readonly MinDataRate SlowestBody = new(bytesPerSecond: 500, gracePeriod: TimeSpan.FromSeconds(10));
    private static readonly TimeSpan SlowestHeaders = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdleConnection = TimeSpan.FromMinutes(2);

    /// <summary>Sets the server's limits.</summary>
    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            var limits = kestrel.Limits;
            limits.MaxRequestBodySize = MaxBodyBytes;
            limits.MinRequestBodyDataRate = SlowestBody;
            limits.MinResponseDataRate = SlowestBody;
            limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            limits.MaxRequestHeaderCount = MaxHeaders;
            limits.MaxRequestLineSize = MaxRequestLineBytes;
            limits.RequestHeadersTimeout = SlowestHeaders;
            limits.KeepAliveTimeout = IdleConnection;
            limits.MaxConcurrentConnections = MaxConnections;
            limits.Http2.MaxStreamsPerConnection = MaxStreamsPerConnection;
        });
    }

    /// <summary>Sets another body size limit for the endpoint; routing passes it to the server.</summary>
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder builder, int bytes) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new BodyLimit(bytes));

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
