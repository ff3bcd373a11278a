using System.Security.Claims;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fitness.Api.Features.Changes;

internal static class ChangesApi
{
    private static readonly ApiTag Tag = new(
        "Sync",
        $"Keeps a device up to date: everything at first, then only what changed, deletes included. A token works for {SyncToken.Life.TotalDays} days."
    );

    public static void AddChanges(this WebApplicationBuilder builder)
    {
        builder.AddJson(ChangesJson.Default);
        builder.Services.AddSingleton<ChangeReader>();
    }

    public static void MapChanges(this IEndpointRouteBuilder routes) =>
        routes
            .MapUserGroup(Tag)
            .MapGet(Routes.ActivityChanges, GetChangesAsync)
            .WithName("ListChanges")
            .WithSummary("What changed since a token, deletes included, in the order of the changes")
            .WithDescription(
                $"Without a token, everything. With `{ChangesQuery.Latest}`, no changes but a `nextToken` for those from now on: a client that reads the list by pages takes it first, and misses nothing. Ask again with `nextToken` at once while `hasMore` is true, and at any time later; no change is missed, whatever other devices write meanwhile."
            )
            .WithProblems(ProblemTypes.EraseInProgress, ProblemTypes.TokenExpired)
            .WithExamples(Example);

    private static BodyExample Example =>
        BodyExample.Of(
            new ChangeList(
                [new Change(ActivityExamples.Id, ChangeKind.Upsert, ActivityExamples.Stored)],
                new SyncToken("5f1c6c0e3a5b4c59", 1, ActivityExamples.StoredAt).Encode(DemoUser.Id),
                false
            ),
            ChangesJson.Default.ChangeList
        );

    private static async Task<Results<Ok<ChangeList>, ProblemResult>> GetChangesAsync(
        Query<ChangesQuery> query,
        ClaimsPrincipal user,
        ChangeReader reader,
        CancellationToken cancellation
    )
    {
        var (text, userId) = (query.Value.Token, user.UserId());
        if (text == ChangesQuery.Latest)
            return TypedResults.Ok(await reader.BeginAsync(userId, cancellation));
        var token = text is null ? null : SyncToken.Decode(userId, text);
        if (text is not null && token is null)
            return ProblemResult.Invalid(
                RequestErrors.Of(
                    "token",
                    $"The token was altered, or belongs to another user. Send 'nextToken' unchanged, or '{ChangesQuery.Latest}'."
                )
            );
        return await reader.ReadAsync(userId, token, query.Value.Limit ?? ChangesQuery.DefaultLimit, cancellation) is { } page
            ? TypedResults.Ok(page)
            : ProblemResult.Of(
                ProblemTypes.TokenExpired,
                $"The token is older than {SyncToken.Life.TotalDays} days, or everything was erased or restored since."
            );
    }
}
