using System.Security.Claims;
using Fitness.Api.Web.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fitness.Api.Features.Me;

internal static class UserDataApi
{
    public static void AddUserData(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<UserPages>();
        builder.Services.AddSingleton<UserErasure>();
    }

    public static void MapUserData(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapCallerGroup("Me").MapGroup("/v1/me");
        me.MapGet("/export", Export).WithName("ExportMe")
            .WithSummary("Everything that is stored of the caller")
            .WithDescription("NDJSON, one item a line: activities, tombstones of deleted ones, idempotency records and the count of changes.");
        me.MapDelete("", EraseAsync).WithName("EraseMe")
            .WithSummary("Erase everything that is stored of the caller")
            .WithDescription("204 when nothing is left. If the call is interrupted, writes and syncs are refused with 409 until it has been repeated and has come to its end.");
    }

    private static UserExport Export(ClaimsPrincipal caller, UserPages pages, TimeProvider time) => new(pages, time, caller.UserId());

    private static async Task<NoContent> EraseAsync(ClaimsPrincipal caller, UserErasure erasure, CancellationToken cancellation)
    {
        await erasure.RunAsync(caller.UserId(), cancellation);
        return TypedResults.NoContent();
    }
}
