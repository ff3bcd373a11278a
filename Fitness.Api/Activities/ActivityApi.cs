using System.Security.Claims;
using Fitness.Api.Callers;
using Fitness.Api.Http;
using Fitness.Api.Problems;

namespace Fitness.Api.Activities;

internal static class ActivityApi
{
    private const string GetName = "GetActivity";

    public static void AddActivities(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<UserItems>();
        builder.Services.AddSingleton<ActivityReader>();
        builder.Services.AddSingleton<ActivityWriter>();
    }

    public static void MapActivities(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").WithTags("Activities").RequireAuthorization().WithCheckedInput()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        var activities = all.MapGroup("/v1/activities");
        activities.MapGet("", ListAsync).WithName("ListActivities")
            .WithSummary("The caller's activities, newest start first").Produces<ActivityList>();
        activities.MapPost("", PostAsync).WithName("CreateActivity")
            .WithSummary("Create an activity under an id of the server; an Idempotency-Key makes a retry return the first answer")
            .Produces<Activity>(StatusCodes.Status201Created).ProducesBodyProblems().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        activities.MapGet("/{id}", GetAsync).WithName(GetName)
            .WithSummary("One activity").Produces<Activity>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound);
        activities.MapPut("/{id}", PutAsync).WithName("PutActivity")
            .WithSummary("Create an activity under an id of the client, or replace it; the same body again changes nothing")
            .Produces<Activity>().Produces<Activity>(StatusCodes.Status201Created).ProducesBodyProblems().ProducesPreconditionProblems();
        activities.MapPatch("/{id}", PatchAsync).WithName("PatchActivity")
            .WithSummary("Change fields of an activity by JSON Merge Patch (RFC 7396)")
            .Produces<Activity>().ProducesBodyProblems().ProducesPreconditionProblems().ProducesProblem(StatusCodes.Status404NotFound);
        activities.MapDelete("/{id}", DeleteAsync).WithName("DeleteActivity")
            .WithSummary("Delete an activity; what is not there counts as deleted").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status412PreconditionFailed);

        all.MapGet("/activity/{id}", GetWalkthroughAsync).WithName("GetWalkthroughActivity")
            .WithSummary("One activity as in the 2014 walkthrough: its id, user and civil date").Produces<WalkthroughActivity>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(Query<ActivityListQuery> query, ClaimsPrincipal caller, ActivityReader reader, CancellationToken cancellation)
    {
        var (filters, userId) = (query.Value, caller.UserId());
        var lastStartKey = filters.Cursor is { } cursor ? ActivityCursor.Decode(userId, filters, cursor) : null;
        if (filters.Cursor is not null && lastStartKey is null)
            return ProblemResult.Invalid(RequestErrors.Of("cursor", "The cursor was altered, or belongs to other filters. Send a 'nextCursor' as it came, with the filters that it came with."));
        var (items, last) = await reader.ListAsync(userId, filters, lastStartKey, cancellation);
        return TypedResults.Ok(new ActivityList(items, last is null ? null : ActivityCursor.Encode(userId, filters, last)));
    }

    private static async Task<IResult> GetAsync(ActivityId id, Preconditions preconditions, ClaimsPrincipal caller, ActivityReader reader, HttpResponse response, CancellationToken cancellation)
    {
        if (await reader.GetAsync(caller.UserId(), id.Value, cancellation) is not { } activity) return NotFound;
        Tag(response, activity);
        return preconditions.IsFresh(activity) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(activity);
    }

    private static async Task<IResult> GetWalkthroughAsync(ActivityId id, ClaimsPrincipal caller, ActivityReader reader, CancellationToken cancellation) =>
        await reader.GetAsync(caller.UserId(), id.Value, cancellation) is { } activity
            ? TypedResults.Ok(new WalkthroughActivity(activity.Id, caller.UserId(), DateOnly.FromDateTime(activity.Start!.Value.DateTime)))
            : NotFound;

    private static async Task<IResult> PutAsync(ActivityId id, JsonBody<ActivityInput> body, Preconditions preconditions, ClaimsPrincipal caller, ActivityWriter writer, HttpContext context, CancellationToken cancellation) =>
        Answer(context, await writer.PutAsync(caller.UserId(), id.Value, body.Value, preconditions, cancellation));

    private static async Task<IResult> PostAsync(JsonBody<ActivityInput> body, IdempotencyKey key, ClaimsPrincipal caller, ActivityWriter writer, HttpContext context, CancellationToken cancellation) =>
        Answer(context, await writer.PostAsync(caller.UserId(), body.Value, key.Value, cancellation));

    private static async Task<IResult> PatchAsync(ActivityId id, MergePatch<ActivityInput> patch, Preconditions preconditions, ClaimsPrincipal caller, ActivityWriter writer, HttpContext context, CancellationToken cancellation) =>
        Answer(context, await writer.PatchAsync(caller.UserId(), id.Value, patch, preconditions, cancellation));

    private static async Task<IResult> DeleteAsync(ActivityId id, Preconditions preconditions, ClaimsPrincipal caller, ActivityWriter writer, HttpContext context, CancellationToken cancellation) =>
        Answer(context, await writer.DeleteAsync(caller.UserId(), id.Value, preconditions, cancellation));

    private static IResult Answer(HttpContext context, WriteResult result)
    {
        if (result.Activity is { } activity) Tag(context.Response, activity);
        switch (result.Outcome)
        {
            case WriteOutcome.Replayed:
                context.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
                goto case WriteOutcome.Created;
            case WriteOutcome.Created:
                return TypedResults.CreatedAtRoute(result.Activity!, GetName, new RouteValueDictionary { ["id"] = result.Activity!.Id });
            case WriteOutcome.Deleted:
                return TypedResults.NoContent();
            case WriteOutcome.Missing:
                return NotFound;
            case WriteOutcome.Refused:
                return result.Problem!;
            default:
                return TypedResults.Ok(result.Activity!);
        }
    }

    private static ProblemResult NotFound => ProblemResult.Of(ProblemTypes.NotFound, "You have no activity with this id.");

    private static void Tag(HttpResponse response, Activity activity) => response.GetTypedHeaders().ETag = activity.ETag;

    private static TBuilder ProducesBodyProblems<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static TBuilder ProducesPreconditionProblems<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
}
