using System.Net.Mime;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Features.Page;

/// <summary>Answers a browser that asks for a page at an address that is not there with the page, which says so. Every other caller gets problem details.</summary>
internal sealed class NotFoundPage : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) =>
        PageFile.Index is not null
        && context.HttpContext is { Request: var request, Response.StatusCode: StatusCodes.Status404NotFound } http
        && http.GetEndpoint() is null
        && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && PrefersHtml(request.GetTypedHeaders().Accept);

    public ValueTask WriteAsync(ProblemDetailsContext context) => new(PageFile.Index!.WriteAsync(context.HttpContext));

    /// <summary>Whether HTML is asked for, and nothing else more than it. What means any type asks for nothing (RFC 9110, section 12.5.1).</summary>
    private static bool PrefersHtml(IList<MediaTypeHeaderValue> accepted) =>
        accepted
            .Where(type => !type.MatchesAllSubTypes)
            .MaxBy(type => (type.Quality ?? 1, type.MediaType.Equals(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase)))
            is { Quality: not 0 } preferred
        && preferred.MediaType.Equals(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase);
}
