using System.Security.Claims;
using System.Text.Json;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fitness.Api.Features.Me;

internal static class MeApi
{
    private static readonly ApiTag Tag = new("Me", "Everything that is stored of the user: take it along, or have it erased.");

    public static void AddMe(this WebApplicationBuilder builder)
    {
        builder.AddJson(MeJson.Default);
        builder.Services.AddSingleton<UserPages>();
        builder.Services.AddSingleton<UserErasure>();
    }

    public static void MapMe(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapUserGroup(Tag).MapGroup(Routes.Me);
        me.MapGet("/export", Export)
            .WithName("ExportMe")
            .WithSummary("Everything that is stored of the caller")
            .WithDescription(
                "NDJSON, one item a line: activities, tombstones of deleted ones, idempotency records and the count of changes. Totals that are kept for summaries only repeat the activities, and are left out."
            )
            .WithExamples(BodyExample.Of(UserExport.MediaType, Example));
        me.MapDelete("", EraseAsync)
            .WithName("EraseMe")
            .WithSummary("Erase everything that is stored of the caller")
            .WithDescription(
                "204 when nothing is left. If the call is interrupted, writes and syncs are refused with 409 until it has been repeated and has come to its end."
            );
    }

    private static string Example =>
        JsonSerializer.Serialize(new ExportLine(ExportKind.Activity, ActivityExamples.Stored), MeJson.Default.ExportLine) + "\n";

    private static UserExport Export(ClaimsPrincipal user, UserPages pages, TimeProvider time) => new(pages, time, user.UserId());

    private static async Task<NoContent> EraseAsync(ClaimsPrincipal user, UserErasure erasure, CancellationToken cancellation)
    {
        await erasure.RunAsync(user.UserId(), cancellation);
        return TypedResults.NoContent();
    }
}
