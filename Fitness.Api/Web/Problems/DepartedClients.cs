using Microsoft.AspNetCore.Connections;

namespace Fitness.Api.Web.Problems;

/// <summary>A client that leaves is no failure of the service: one line, and only for those who look for it.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="logger">Gets the line.</param>
internal sealed partial class DepartedClients(RequestDelegate next, ILogger<DepartedClients> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        // Whatever is thrown then comes of the closed connection, or has nobody left to be told.
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested || IsOfConnection(exception))
        {
            LogDeparted(logger, context.Request.Method, context.Request.Path, exception.GetType().Name);
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            // Or the server tries to skip the rest of the body, and logs that it cannot.
            context.Abort();
        }
    }

    private static bool IsOfConnection(Exception? exception) =>
        exception is ConnectionResetException or ConnectionAbortedException
        || (exception is not null && IsOfConnection(exception.InnerException));

    [LoggerMessage(40, LogLevel.Debug, "The client of {Method} {Path} left before the answer ({Exception}).")]
    private static partial void LogDeparted(ILogger logger, string method, PathString path, string exception);
}
