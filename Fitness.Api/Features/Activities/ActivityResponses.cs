using System.Reflection;
using Fitness.Api.Web.OpenApi;
using Fitness.Api.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Features.Activities;

/// <summary>How the end of a write is told.</summary>
internal static class ActivityAnswers
{
    /// <summary>The route of one activity, to which the Location header points.</summary>
    public const string GetName = "GetActivity";

    public static readonly AnswerHeader ETagHeader =
        new(HeaderNames.ETag, "The version, for `If-Match`.", StatusCodes.Status200OK, StatusCodes.Status201Created, StatusCodes.Status304NotModified);

    public static readonly AnswerHeader LocationHeader = new(HeaderNames.Location, "The activity's address.", StatusCodes.Status201Created);

    public static ProblemResult NotFound => ProblemResult.Of(ProblemTypes.NotFound, "You have no activity with this id.");

    /// <summary>The stored activity: 201 when it is new, 200 when it was there.</summary>
    public static Results<Ok<Activity>, CreatedAtRoute<Activity>, ProblemResult> Stored(this HttpResponse response, WriteResult result)
    {
        if (result.Problem is { } problem) return problem;
        if (result.Outcome == WriteOutcome.Missing) return NotFound;
        if (result.Outcome == WriteOutcome.Created) return response.Created(result.Activity!);
        response.Tag(result.Activity!);
        return TypedResults.Ok(result.Activity);
    }

    public static CreatedAtRoute<Activity> Created(this HttpResponse response, Activity activity)
    {
        response.Tag(activity);
        return TypedResults.CreatedAtRoute(activity, GetName, new RouteValueDictionary { ["id"] = activity.Id });
    }

    public static void Tag(this HttpResponse response, Activity activity) => response.Headers.ETag = activity.ETag;
}

/// <summary>304: the client has what is stored.</summary>
internal sealed class NotModified : IResult, IEndpointMetadataProvider
{
    public static readonly NotModified Instance = new();

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
}
