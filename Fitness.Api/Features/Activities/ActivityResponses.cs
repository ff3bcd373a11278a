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
    public static readonly ResponseHeader ETagHeader =
        new(HeaderNames.ETag, "The version, for `If-Match`.", StatusCodes.Status200OK, StatusCodes.Status201Created, StatusCodes.Status304NotModified);

    /// <summary>The header <c>Location</c>.</summary>
    public static readonly ResponseHeader LocationHeader = new(HeaderNames.Location, "The activity's address.", StatusCodes.Status201Created);

    internal static ProblemResult NotFound => ProblemResult.Of(ProblemTypes.NotFound, "You have no activity with this id.");

    /// <summary>The stored activity: 201 when it is new, 200 when it existed.</summary>
    public static Results<Ok<Activity>, CreatedAtRoute<Activity>, ProblemResult> ToResponse(this WriteResult result, HttpResponse response)
    {
        if (result.Problem is { } problem) return problem;
        if (result.Outcome == WriteOutcome.Missing) return NotFound;
        if (result.Outcome == WriteOutcome.Created) return response.Created(result.Activity!);
        response.SetETag(result.Activity!);
        return TypedResults.Ok(result.Activity);
    }

    internal static CreatedAtRoute<Activity> Created(this HttpResponse response, Activity activity)
    {
        response.SetETag(activity);
        return TypedResults.CreatedAtRoute(activity, GetName, new RouteValueDictionary { ["id"] = activity.Id });
    }

    internal static void SetETag(this HttpResponse response, Activity activity) => response.Headers.ETag = activity.ETag;
}
