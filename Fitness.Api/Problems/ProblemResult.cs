using Fitness.Api.Http;
using Microsoft.AspNetCore.Mvc;

namespace Fitness.Api.Problems;

/// <summary>An RFC 9457 answer of one of the <see cref="ProblemTypes"/>.</summary>
internal sealed class ProblemResult : IResult
{
    private ProblemResult(ProblemType type, ProblemDetails details)
    {
        details.Type = type.Type;
        details.Title = type.Title;
        details.Status = type.Status;
        Details = details;
    }

    public ProblemDetails Details { get; }

    public static ProblemResult Of(ProblemType type, string? detail = null) => new(type, new ProblemDetails { Detail = detail });

    public static ProblemResult Invalid(RequestErrors errors) => new(ProblemTypes.Invalid, new HttpValidationProblemDetails(errors.ToDictionary()));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Details.Status!.Value;
        await httpContext.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = Details });
    }
}
