using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Features.Activities;

/// <summary>The responses to reads and writes of one activity.</summary>
public static class ActivityResponses
{
    /// <summary>The name of the route of one activity; the Location header points to it.</summary>
    internal const string GetName = "GetActivity";

    /// <summary>The header <c>ETag</c>.</summary>
    public static readonly ResponseHeader ETagHeader = new(
        HeaderNames.ETag,
        "The version, for `If-Match`.",
        StatusCodes.Status200OK,
        StatusCodes.Status201Created,
        StatusCodes.Status304NotModified
    );

    /// <summary>The header <c>ETag</c> of a refused change.</summary>
    internal static readonly ResponseHeader CurrentETagHeader = new(
        HeaderNames.ETag,
        "The version that is stored; absent when there is none.",
        StatusCodes.Status412PreconditionFailed,
        StatusCodes.Status428PreconditionRequired
    );

    /// <summary>The header <c>Location</c>.</summary>
    public static readonly ResponseHeader LocationHeader = new(
        HeaderNames.Location,
        "The activity's address.",
        StatusCodes.Status201Created
    );

    internal static ProblemResult NotFound => ProblemResult.Of(ProblemTypes.ActivityNotFound, "You have no activity with this id.");

    /// <summary>The stored activity: 201 when it is new, 200 when it existed.</summary>
    public static Results<Ok<Activity>, CreatedAtRoute<Activity>, ProblemResult> ToResponse(this WriteResult result, HttpResponse response)
    {
        if (result.Activity is { } activity)
            response.SetETag(activity);
        if (result.Problem is { } problem)
            return problem;
        if (result.Outcome == WriteOutcome.Missing)
            return NotFound;
        return result.Outcome == WriteOutcome.Created ? response.Created(result.Activity!) : TypedResults.Ok(result.Activity);
    }

    internal static CreatedAtRoute<Activity> Created(this HttpResponse response, Activity activity)
    {
        response.SetETag(activity);
        return TypedResults.CreatedAtRoute(activity, GetName, new RouteValueDictionary { ["id"] = activity.Id });
    }

    internal static void SetETag(this HttpResponse response, Activity activity) => response.Headers.ETag = activity.ETag;
}
