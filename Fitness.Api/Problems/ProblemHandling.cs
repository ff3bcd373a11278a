using System.Diagnostics;
using Fitness.Api.Http;
using Fitness.Api.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace Fitness.Api.Problems;

/// <summary>Makes every error, the framework's own included, an RFC 9457 answer.</summary>
internal static class ProblemHandling
{
    private const string RetryAfterSeconds = "1";

    public static void AddProblems(this WebApplicationBuilder builder)
    {
        builder.Services.AddExceptionHandler<ExceptionProblems>();
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var details = context.ProblemDetails;
            if (details.Type?.StartsWith(ProblemType.Root, StringComparison.Ordinal) != true && ProblemTypes.OfStatus(details.Status ?? context.HttpContext.Response.StatusCode) is { } type)
            {
                details.Type = type.Type;
                details.Title = type.Title;
            }
            // Said here, because routing refuses most wrong media types before the call that takes the body.
            if (details.Status == ProblemTypes.UnsupportedMediaType.Status) details.Detail = MediaTypeDetail(context.HttpContext.Request);
            details.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
        });
        // The handlers make the bad request; an exception's developer page never stands in for a problem.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    private static string MediaTypeDetail(HttpRequest request) =>
        $"{request.Method} takes {(HttpMethods.IsPatch(request.Method) ? JsonDocuments.MergePatch : JsonDocuments.Json)} in UTF-8; the request says '{request.ContentType}'.";

    private sealed class ExceptionProblems : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            var problem = exception switch
            {
                StorageUnavailableException => ProblemResult.Of(ProblemTypes.Unavailable, exception.Message),
                StorageFullException => ProblemResult.Of(ProblemTypes.StorageFull, exception.Message),
                BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemResult.Of(ProblemTypes.TooLarge, $"A body may have {RequestLimits.MaxBodyBytes} bytes."),
                BadHttpRequestException bad => ProblemResult.Of(ProblemTypes.OfStatus(bad.StatusCode) ?? ProblemTypes.BadRequest, bad.Message),
                _ => null,
            };
            if (problem is null) return false;
            if (exception is StorageUnavailableException) httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
            await problem.ExecuteAsync(httpContext);
            return true;
        }
    }
}
