using System.Security.Claims;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Server;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fitness.Api.Features.Batch;

internal static class BatchApi
{
    public static void MapBatch(this IEndpointRouteBuilder routes) =>
        routes.MapCallerGroup("Activities").MapPost("/v1/activities/batch", PostAsync).WithName("PutActivities")
            .WithSummary("Create or replace up to 100 activities at once")
            .WithDescription("Each item is treated as by `PUT /v1/activities/{id}` and has an answer of its own, in the order of the items; one that is refused does not keep the others from being stored. The same batch again changes nothing.")
            .WithBodyLimit(BatchInput.MaxItems * RequestLimits.MaxBodyBytes)
            .WithProblems(ProblemTypes.MalformedJson, ProblemTypes.SlowBody, ProblemTypes.EraseInProgress, ProblemTypes.TooLarge, ProblemTypes.UnsupportedMediaType);

    private static async Task<Results<Ok<BatchResult>, ProblemResult>> PostAsync(BatchBody body, ClaimsPrincipal caller, ActivityWriter writer, CancellationToken cancellation)
    {
        var results = body.Entries.Select(entry => entry.Problem is { } problem ? Refused(entry.Id, problem) : null).ToList();
        foreach (var chunk in body.Entries.Index().Where(entry => entry.Item.Write is not null).Chunk(UserItems.MaxChanges))
        {
            var answers = await writer.RunAsync(caller.UserId(), [.. chunk.Select(entry => entry.Item.Write!)], cancellation);
            foreach (var ((index, entry), answer) in chunk.Zip(answers)) results[index] = Answer(entry.Id, answer);
        }
        return TypedResults.Ok(new BatchResult([.. results.Select(result => result!)]));
    }

    private static BatchItemResult Answer(string? id, WriteResult result) => result.Problem is { } problem
        ? Refused(id, problem)
        : new BatchItemResult(id, result.Outcome == WriteOutcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK, result.Activity);

    private static BatchItemResult Refused(string? id, ProblemResult problem) => new(id, problem.Details.Status!.Value, Problem: problem.Details);
}
