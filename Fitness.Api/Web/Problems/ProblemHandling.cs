using System.Diagnostics;
using Fitness.Api.Web.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Template;

namespace Fitness.Api.Web.Problems;

/// <summary>Turns every error, including the framework's own, into an RFC 9457 response.</summary>
internal static class ProblemHandling
{
    private const string TraceId = "traceId";

    public static void AddProblems(this WebApplicationBuilder builder)
    {
        builder.AddJson(ProblemJson.Default);
        builder.Services.AddExceptionHandler<BadRequestHandler>();
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var details = context.ProblemDetails;
            if (details.Type?.StartsWith(Routes.Problems, StringComparison.Ordinal) != true && ProblemTypes.OfStatus(details.Status ?? context.HttpContext.Response.StatusCode) is { } type)
            {
                details.Type = type.Type;
                details.Title = type.Title;
            }
            // Set here, because routing rejects most wrong media types before an endpoint reads the body.
            if (details.Status == ProblemTypes.UnsupportedMediaType.Status) details.Detail = MediaTypeDetail(context.HttpContext);
            // Only for the service's own failures: a client's error gets the same response each time, byte for byte.
            if (details.Status >= StatusCodes.Status500InternalServerError) details.Extensions[TraceId] = Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
            else details.Extensions.Remove(TraceId);
        });
        // Route handlers set the 400 status themselves; the developer exception page must never replace a problem.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    private static string MediaTypeDetail(HttpContext context)
    {
        var request = context.Request;
        var accepted = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(request.Method) == true
                && new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(request.Path, []))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? []);
        return $"{request.Method} {request.Path} takes {string.Join(", ", accepted)} in UTF-8; the request says '{request.ContentType}'.";
    }

    private sealed class BadRequestHandler : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            var problem = exception switch
            {
                BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemResult.Of(ProblemTypes.TooLarge,
                    $"The limit for a body here is {httpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize} bytes."),
                BadHttpRequestException bad => ProblemResult.Of(ProblemTypes.OfStatus(bad.StatusCode) ?? ProblemTypes.BadRequest, bad.Message),
                // The server's own form for a chunk whose size does not fit into a number.
                IOException { InnerException: OverflowException } => ProblemResult.Of(ProblemTypes.BadRequest, "The size of a chunk is out of range."),
                _ => null,
            };
            if (problem is null) return false;
            await problem.ExecuteAsync(httpContext);
            return true;
        }
    }
}
