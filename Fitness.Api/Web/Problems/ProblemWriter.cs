using System.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.AspNetCore.WebUtilities;

namespace Fitness.Api.Web.Problems;

/// <summary>Writes every problem as JSON, whatever the caller accepts: RFC 9110, section 15.5.7, prefers that to an error without a body.</summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    private const string TraceId = "traceId";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (details, http) = (context.ProblemDetails, context.HttpContext);
        var status = details.Status ??= http.Response.StatusCode;
        if (details.Type?.StartsWith(Routes.Problems, StringComparison.Ordinal) != true)
        {
            var type = ProblemTypes.OfStatus(status);
            details.Type = type?.Type;
            details.Title = type?.Title ?? ReasonPhrases.GetReasonPhrase(status);
        }
        details.Detail ??= http.FindProblemDetail();
        // Set here, because routing rejects most wrong media types before an endpoint reads the body.
        if (status == ProblemTypes.UnsupportedMediaType.Status)
            details.Detail ??= MediaTypeDetail(http);
        // Only for the service's own failures: a client's error gets the same response each time, byte for byte.
        if (status >= StatusCodes.Status500InternalServerError)
            details.Extensions[TraceId] = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        await http.Response.WriteAsJsonAsync(details, ProblemJson.Default.ProblemDetails, ProblemMetadata.MediaType);
    }

    private static string MediaTypeDetail(HttpContext context)
    {
        var request = context.Request;
        var accepted = context
            .RequestServices.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(request.Method, StringComparer.OrdinalIgnoreCase)
                    == true
                && new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(request.Path, [])
            )
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? []);
        return $"{request.Method} {request.Path} takes {string.Join(", ", accepted)} in UTF-8; the request says '{request.ContentType}'.";
    }
}
