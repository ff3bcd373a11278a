using System.Security.Claims;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fitness.Api.Features.Activities;

internal static class ActivityApi
{
    public static void AddActivities(this WebApplicationBuilder builder)
    {
        builder.AddJson(ActivityJson.Default);
        builder.Services.AddExceptionHandler<EraseInProgressHandler>();
        builder.Services.AddSingleton<UserItems>();
        builder.Services.AddSingleton<NeighbourReader>();
        builder.Services.AddSingleton<ActivityReader>();
        builder.Services.AddSingleton<WriteRounds>();
        builder.Services.AddSingleton<WriteQueues>();
        builder.Services.AddSingleton<ActivityWriter>();
    }

    public static void MapActivities(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapUserGroup(ActivityTag.Value).WithExamples(ActivityExamples.All);
        var activities = group.MapGroup(Routes.Activities);
        activities
            .MapGet("", ListAsync)
            .WithName("ListActivities")
            .WithSummary("The caller's activities, newest start first")
            .WithDescription(
                "A page may be shorter than the limit; only a null `nextCursor` is the end. What is written while a client pages through the list neither repeats nor hides what was there."
            );
        activities
            .MapPost("", PostAsync)
            .WithName("CreateActivity")
            .WithSummary("Create an activity under an id of the server")
            .WithDescription(
                $"An `{IdempotencyKey.Header}` makes a retry within {UserItems.IdempotencyLife.TotalHours} hours return the first answer, with `{IdempotencyKey.ReplayedHeader}: true`."
            )
            .WithProblems(BodyProblems)
            .WithProblems(ProblemTypes.KeyReused)
            .WithResponseHeaders(
                ActivityResponses.ETagHeader,
                ActivityResponses.LocationHeader,
                new ResponseHeader(
                    IdempotencyKey.ReplayedHeader,
                    "`true` when this is the first answer once more.",
                    StatusCodes.Status201Created
                )
            );
        activities
            .MapGet("/{id}", GetAsync)
            .WithName(ActivityResponses.GetName)
            .WithSummary("One activity")
            .WithDescription("With `If-None-Match`, 304 when the client has the stored version.")
            .WithProblems(ProblemTypes.ActivityNotFound)
            .WithResponseHeaders(ActivityResponses.ETagHeader);
        activities
            .MapPut("/{id}", PutAsync)
            .WithName("PutActivity")
            .WithSummary("Create an activity under an id of the client, or replace it")
            .WithDescription(
                $"The same body again changes nothing, so that a retry is harmless. Replacing other values wants `If-Match`. An id whose activity was deleted is refused for {ActivityItem.TombstoneLife.TotalDays} days, so that a late retry does not bring it back; `If-None-Match: *` creates it anew. Do not send that by habit: then a retry would bring a deletion back."
            )
            .WithProblems(BodyProblems)
            .WithProblems(ProblemTypes.ActivityDeleted, ProblemTypes.StaleVersion, ProblemTypes.IfMatchRequired)
            .WithResponseHeaders(ActivityResponses.ETagHeader, ActivityResponses.CurrentETagHeader, ActivityResponses.LocationHeader);
        activities
            .MapPatch("/{id}", PatchAsync)
            .WithName("PatchActivity")
            .WithSummary("Change fields of an activity")
            .WithDescription("The body is a JSON Merge Patch (RFC 7396): null removes a field. A change wants `If-Match`.")
            .WithProblems(BodyProblems)
            .WithProblems(ProblemTypes.ActivityNotFound, ProblemTypes.StaleVersion, ProblemTypes.IfMatchRequired)
            .WithResponseHeaders(ActivityResponses.ETagHeader, ActivityResponses.CurrentETagHeader);
        activities
            .MapDelete("/{id}", DeleteAsync)
            .WithName("DeleteActivity")
            .WithSummary("Delete an activity")
            .WithDescription("What is not there counts as deleted, so that a retry is harmless.")
            .WithProblems(ProblemTypes.EraseInProgress, ProblemTypes.StaleVersion, ProblemTypes.StorageFull)
            .WithResponseHeaders(ActivityResponses.CurrentETagHeader);

        group
            .MapGet($"{Routes.WalkthroughActivities}/{{id}}", GetWalkthroughAsync)
            .WithName("GetWalkthroughActivity")
            .WithSummary("One activity as in the 2014 walkthrough")
            .WithDescription("Its id, user and civil date.")
            .WithProblems(ProblemTypes.ActivityNotFound);
    }

    private static ProblemType[] BodyProblems =>
        [
            ProblemTypes.MalformedJson,
            ProblemTypes.SlowBody,
            ProblemTypes.EraseInProgress,
            ProblemTypes.TooLarge,
            ProblemTypes.UnsupportedMediaType,
            ProblemTypes.StorageFull,
        ];

    private static async Task<Results<Ok<ActivityList>, ProblemResult>> ListAsync(
        Query<ActivityListQuery> query,
        ClaimsPrincipal user,
        ActivityReader reader,
        CancellationToken cancellation
    )
    {
        var (filters, userId) = (query.Value, user.UserId());
        var lastStartKey = filters.Cursor is { } cursor ? ActivityCursor.Decode(userId, filters, cursor) : null;
        if (filters.Cursor is not null && lastStartKey is null)
            return ProblemResult.Invalid(
                RequestErrors.Of(
                    "cursor",
                    "The cursor was altered, or belongs to other filters. Send 'nextCursor' unchanged, with the same filters. The first page has none."
                )
            );
        var (items, last) = await reader.ListAsync(userId, filters, lastStartKey, cancellation);
        return TypedResults.Ok(new ActivityList(items, last is null ? null : ActivityCursor.Encode(userId, filters, last)));
    }

    private static async Task<Results<Ok<Activity>, NotModified, ProblemResult>> GetAsync(
        ActivityId id,
        Preconditions preconditions,
        ClaimsPrincipal user,
        ActivityReader reader,
        HttpResponse response,
        CancellationToken cancellation
    )
    {
        if (await reader.GetAsync(user.UserId(), id.Value, cancellation) is not { } activity)
            return ActivityResponses.NotFound;
        response.SetETag(activity);
        return preconditions.IsFresh(activity) ? NotModified.Instance : TypedResults.Ok(activity);
    }

    private static async Task<Results<Ok<WalkthroughActivity>, ProblemResult>> GetWalkthroughAsync(
        ActivityId id,
        ClaimsPrincipal user,
        ActivityReader reader,
        CancellationToken cancellation
    ) =>
        await reader.GetAsync(user.UserId(), id.Value, cancellation) is { } activity
            ? TypedResults.Ok(new WalkthroughActivity(activity.Id, user.UserId(), DateOnly.FromDateTime(activity.Start!.Value.DateTime)))
            : ActivityResponses.NotFound;

    private static async Task<Results<Ok<Activity>, CreatedAtRoute<Activity>, ProblemResult>> PutAsync(
        ActivityId id,
        JsonBody<ActivityInput> body,
        Preconditions preconditions,
        ClaimsPrincipal user,
        ActivityWriter writer,
        HttpResponse response,
        CancellationToken cancellation
    ) => (await writer.PutAsync(user.UserId(), id.Value, body.Value, preconditions, cancellation)).ToResponse(response);

    private static async Task<Results<CreatedAtRoute<Activity>, ProblemResult>> PostAsync(
        JsonBody<ActivityInput> body,
        IdempotencyKey key,
        ClaimsPrincipal user,
        ActivityWriter writer,
        HttpResponse response,
        CancellationToken cancellation
    )
    {
        var result = await writer.PostAsync(user.UserId(), body.Value, key.Value, cancellation);
        if (result.Problem is { } problem)
            return problem;
        if (result.Outcome == WriteOutcome.Replayed)
            response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        return response.Created(result.Activity!);
    }

    private static async Task<Results<Ok<Activity>, ProblemResult>> PatchAsync(
        ActivityId id,
        MergePatch<ActivityInput> patch,
        Preconditions preconditions,
        ClaimsPrincipal user,
        ActivityWriter writer,
        HttpResponse response,
        CancellationToken cancellation
    )
    {
        var result = await writer.PatchAsync(user.UserId(), id.Value, patch, preconditions, cancellation);
        if (result.Activity is { } activity)
            response.SetETag(activity);
        if (result.Problem is { } problem)
            return problem;
        return result.Activity is { } changed ? TypedResults.Ok(changed) : ActivityResponses.NotFound;
    }

    private static async Task<Results<NoContent, ProblemResult>> DeleteAsync(
        ActivityId id,
        Preconditions preconditions,
        ClaimsPrincipal user,
        ActivityWriter writer,
        HttpResponse response,
        CancellationToken cancellation
    )
    {
        var result = await writer.DeleteAsync(user.UserId(), id.Value, preconditions, cancellation);
        if (result.Activity is { } kept)
            response.SetETag(kept);
        return result.Problem is { } problem ? problem : TypedResults.NoContent();
    }
}
