using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.Support;

/// <summary>Stands between the service and the engine, passes on what it gets, and can fail in every way that a network or a server can.</summary>
public sealed class StorageProxy : IAsyncDisposable
{
    private readonly HttpClient engine;
    private readonly WebApplication app;

    private StorageProxy(Uri address)
    {
        engine = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        Respond = ForwardAsync;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async context =>
        {
            try
            {
                await Respond(context);
            }
            catch (OperationCanceledException)
            {
                // The service did not wait.
            }
        });
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>What it does with each request.</summary>
    public Func<HttpContext, Task> Respond { get; set; }

    /// <summary>Starts it before the engine at the address.</summary>
    public static async Task<StorageProxy> StartAsync(Uri engine)
    {
        var proxy = new StorageProxy(engine);
        await proxy.app.StartAsync();
        return proxy;
    }

    /// <summary>Passes the request on, and the response back.</summary>
    public async Task ForwardAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StreamContent(context.Request.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType!);
        request.Content.Headers.ContentLength = context.Request.ContentLength;
        foreach (var name in new[] { "X-Amz-Target", "X-Amz-Date", "Authorization" })
            request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name].ToString());
        using var response = await engine.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        foreach (var name in new[] { "x-amzn-RequestId", "x-amz-crc32", "Date" })
        {
            if (response.Headers.TryGetValues(name, out var values))
                context.Response.Headers[name] = values.Single();
        }
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>Takes the request, and answers nothing until the service gives up.</summary>
    public static Task PauseAsync(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted);

    /// <summary>Cuts the connection.</summary>
    public static Task ResetAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Announces a body, and cuts the connection in the middle of it.</summary>
    public static async Task BreakOffAsync(HttpContext context)
    {
        context.Response.ContentType = "application/x-amz-json-1.0";
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("{\"Item\":{\"userId\":{\"S\":");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    /// <summary>Answers with this status and body.</summary>
    public static Func<HttpContext, Task> Answer(int status, string body, string mediaType = "application/x-amz-json-1.0") =>
        context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = mediaType;
            return context.Response.WriteAsync(body);
        };

    /// <summary>Sends bytes that are no HTTP.</summary>
    public static async Task BabbleAsync(HttpContext context)
    {
        await context
            .Features.Get<IConnectionTransportFeature>()!
            .Transport.Output.WriteAsync(Encoding.ASCII.GetBytes("220 not this protocol\r\n\r\n"));
        context.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        engine.Dispose();
    }
}
