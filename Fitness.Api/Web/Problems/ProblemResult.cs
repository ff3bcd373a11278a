using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Web.Problems;

/// <summary>An RFC 9457 response of one of the <see cref="ProblemTypes"/>.</summary>
public sealed class ProblemResult : IResult
{
    /// <summary>How long to wait after a 503.</summary>
    internal const string RetryAfterSeconds = "1";

    private ProblemResult(ProblemType type, ProblemDetails details)
    {
        details.Type = type.Type;
        details.Title = type.Title;
        details.Status = type.Status;
        Details = details;
    }

    /// <summary>The response's body.</summary>
    public ProblemDetails Details { get; }

    /// <summary>A problem, with the detail of this occurrence.</summary>
    public static ProblemResult Of(ProblemType type, string? detail = null) => new(type, new ProblemDetails { Detail = detail });

    /// <summary>A problem with extension members, by name.</summary>
    public static ProblemResult Of(ProblemType type, string? detail, IReadOnlyDictionary<string, object?> extensions) =>
        new(type, new ProblemDetails { Detail = detail, Extensions = new Dictionary<string, object?>(extensions, StringComparer.Ordinal) });

    /// <summary>A request that is not valid.</summary>
    public static ProblemResult Invalid(RequestErrors errors) => Invalid(errors, ProblemTypes.Invalid);

    /// <summary>A problem whose member <c>errors</c> says what is wrong.</summary>
    public static ProblemResult Invalid(RequestErrors errors, ProblemType type, string? detail = null) =>
        Of(type, detail, new Dictionary<string, object?>(StringComparer.Ordinal) { ["errors"] = errors.ToDictionary() });

    /// <summary>Writes the response.</summary>
    /// <param name="httpContext">The request.</param>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Details.Status!.Value;
        // Too many requests have a time of their own.
        if (Details.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
            httpContext.Response.Headers.TryAdd(HeaderNames.RetryAfter, RetryAfterSeconds);
        await httpContext
            .RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = Details });
    }
}
