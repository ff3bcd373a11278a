using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Fitness.Api.Web.Server;

/// <summary>What the server takes of one client and at once.</summary>
internal static class RequestLimits
{
    /// <summary>Bytes of a request's body, unless its endpoint says otherwise; an activity with its longest texts stays below.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>Bytes of all headers: a token of some identity providers has 4 KB and more; nothing else in a header is long.</summary>
    public const int MaxHeaderBytes = 16 * 1024;

    /// <summary>Bytes of the request's first line.</summary>
    public const int MaxRequestLineBytes = 4 * 1024;

    /// <summary>Connections at once. Each costs a few KB while it is open. A phone holds one, or with HTTP/2 one with several requests at once.</summary>
    public const int MaxConnections = 2000;

    /// <summary>HTTP/2 requests at once in a connection.</summary>
    public const int MaxStreamsPerConnection = 32;

    private const int MaxHeaders = 50;

    // A phone at the edge of its network sends a few KB a second; what is slower holds a connection for nothing.
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

    /// <summary>Lets the endpoint's bodies have another size; routing tells the server.</summary>
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder builder, int bytes) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new BodyLimit(bytes));

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
