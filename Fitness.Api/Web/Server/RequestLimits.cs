using System.Reflection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

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

    /// <summary>Maximum concurrent HTTP/2 requests in a connection.</summary>
    public const int MaxStreamsPerConnection = 32;

    private const int MaxHeaders = 50;

    // A phone at the edge of its network sends a few KB per second; anything slower only occupies a connection.
    private const int SlowestBytesPerSecond = 500;

    /// <summary>How long the service waits for <see cref="BytesInPatience"/> of a body.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>The bytes of a body that have to come within <see cref="Patience"/>.</summary>
    public static readonly int BytesInPatience = SlowestBytesPerSecond * (int)Patience.TotalSeconds;

    private static readonly MinDataRate SlowestBody = new(SlowestBytesPerSecond, Patience);
    private static readonly TimeSpan SlowestHeaders = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdleConnection = TimeSpan.FromMinutes(2);

    /// <summary>Sets the server's limits.</summary>
    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<ServerOptions>, ServerOptionsValidator>();
        builder.Services.AddSingleton<OpenConnections>();
        // Each of several services in a process, as in tests, would take the others' collections for a load that has ended, and collect again.
        if (Assembly.GetEntryAssembly() == typeof(Program).Assembly)
            builder.Services.AddHostedService<IdleMemory>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                var connections = listen.ApplicationServices.GetRequiredService<OpenConnections>();
                listen.Use(next => connection => connections.RunAsync(connection, next));
            });
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
            limits.Http2.MaxStreamsPerConnection = MaxStreamsPerConnection;
        });
    }

    /// <summary>Holds bodies to their minimum rate all the time. Must come before everything that reads one.</summary>
    public static void UseRequestLimits(this WebApplication app)
    {
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use(
            async (context, next) =>
            {
                var connection = context.Features.Get<OpenConnection>();
                if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
                    context.Request.Body = new TimedBody(context.Request.BodyReader, time, connection);
                connection?.BeginRequest();
                try
                {
                    await next(context);
                }
                finally
                {
                    connection?.EndRequest();
                }
            }
        );
    }

    /// <summary>Sets another body size limit for the endpoint; routing passes it to the server.</summary>
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder builder, int bytes)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new BodyLimit(bytes));

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
