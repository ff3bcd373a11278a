using Fitness.Api.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Fitness.Api.Web.Problems;

/// <summary>An RFC 9457 answer of one of the <see cref="ProblemTypes"/>.</summary>
internal sealed class ProblemResult : IResult
{
    private const string RetryAfterSeconds = "1";

    private ProblemResult(ProblemType type, ProblemDetails details)
    {
        details.Type = type.Type;
        details.Title = type.Title;
        details.Status = type.Status;
        Details = details;
    }

    public ProblemDetails Details { get; }

    public static ProblemResult Of(ProblemType type, string? detail = null) => new(type, new ProblemDetails { Detail = detail });

    public static ProblemResult Invalid(RequestErrors errors) => Invalid(errors, ProblemTypes.Invalid);

    public static ProblemResult Invalid(RequestErrors errors, ProblemType type) => new(type, new ProblemDetails { Extensions = { ["errors"] = errors.ToDictionary() } });

    /// <summary>What is wrong with a file, and where.</summary>
    public static ProblemResult OfFile(string detail, int line, int column) =>
        new(ProblemTypes.UnreadableFile, new ProblemDetails { Detail = detail, Extensions = { ["line"] = line, ["column"] = column } });

    public static ProblemResult Of(StorageException failure) => Of(failure is StorageFullException ? ProblemTypes.StorageFull : ProblemTypes.Unavailable, failure.Message);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Details.Status!.Value;
        if (Details.Status == StatusCodes.Status503ServiceUnavailable) httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        await httpContext.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = Details });
    }
}
