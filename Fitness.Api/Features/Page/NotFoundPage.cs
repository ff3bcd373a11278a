using System.Net.Mime;

namespace Fitness.Api.Features.Page;

/// <summary>Answers a browser that asks for a page at an address that is not there with the page, which says so. Every other caller gets problem details.</summary>
internal sealed class NotFoundPage : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) =>
        PageFile.Index is not null
        && context.HttpContext is { Request: var request, Response.StatusCode: StatusCodes.Status404NotFound } http
        && http.GetEndpoint() is null
        && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.GetTypedHeaders().Accept.Any(type => type.MediaType == MediaTypeNames.Text.Html && type.Quality != 0);

    public ValueTask WriteAsync(ProblemDetailsContext context) => new(PageFile.Index!.WriteAsync(context.HttpContext));
}
