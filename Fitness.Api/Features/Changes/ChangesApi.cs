using System.Security.Claims;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fitness.Api.Features.Changes;

internal static class SyncApi
{
    public static void AddSync(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ChangeReader>();

    public static void MapSync(this IEndpointRouteBuilder routes) =>
        routes.MapCallerGroup("Sync").MapGet("/v1/activities/changes", GetChangesAsync).WithName("ListChanges")
            .WithSummary("What changed since a token, deletes included, in the order of the changes")
            .WithDescription("Without a token, everything. Ask again with `nextToken` at once while `hasMore` is true, and at any time later; no change is missed, whatever other devices write meanwhile.")
            .WithProblems(ProblemTypes.EraseInProgress, ProblemTypes.TokenExpired);

    private static async Task<Results<Ok<ChangeList>, ProblemResult>> GetChangesAsync(Query<ChangesQuery> query, ClaimsPrincipal caller, ChangeReader reader, CancellationToken cancellation)
    {
        var (text, userId) = (query.Value.Token, caller.UserId());
        var token = text is null ? null : SyncToken.Decode(userId, text);
        if (text is not null && token is null) return ProblemResult.Invalid(RequestErrors.Of("token", "The token was altered, or is another user's. Send a 'nextToken' as it came."));
        return await reader.ReadAsync(userId, token, query.Value.Limit ?? ChangesQuery.DefaultLimit, cancellation) is { } page
            ? TypedResults.Ok(page)
            : ProblemResult.Of(ProblemTypes.TokenExpired, $"The token is older than {SyncToken.Life.TotalDays} days, or everything was erased or restored since.");
    }
}
