using Fitness.Api.Web.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Fitness.Api.Web.Problems;

/// <summary>Turns every error, including the framework's own, into an RFC 9457 response.</summary>
internal static class ProblemHandling
{
    public static void AddProblems(this WebApplicationBuilder builder)
    {
        builder.AddJson(ProblemJson.Default);
        builder.Services.AddExceptionHandler<BadRequestHandler>();
        // Before the framework's writer, which refuses to answer a caller who does not accept JSON.
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        builder.Services.AddProblemDetails();
        // Route handlers set the 400 status themselves; the developer exception page must never replace a problem.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<DepartedClients>();
    }

    private sealed class BadRequestHandler : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            var problem = exception switch
            {
                BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemResult.Of(
                    ProblemTypes.TooLarge,
                    $"The limit for a body here is {httpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize} bytes."
                ),
                BadHttpRequestException bad => ProblemResult.Of(
                    ProblemTypes.OfStatus(bad.StatusCode) ?? ProblemTypes.BadRequest,
                    bad.Message
                ),
                // The server's own form for a chunk whose size does not fit into a number.
                IOException { InnerException: OverflowException } => ProblemResult.Of(
                    ProblemTypes.BadRequest,
                    "The size of a chunk is out of range."
                ),
                _ => null,
            };
            if (problem is null)
                return false;
            // The rest of the body is not awaited.
            if (problem.Details.Status == ProblemTypes.SlowBody.Status && HttpProtocol.IsHttp11(httpContext.Request.Protocol))
                httpContext.Response.Headers.Connection = "close";
            await problem.ExecuteAsync(httpContext);
            return true;
        }
    }
}
