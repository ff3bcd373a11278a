using System.Security.Claims;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Server;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Features.Batch;

internal static class BatchApi
{
    public static void AddBatch(this WebApplicationBuilder builder)
    {
        builder.AddJson(BatchJson.Default);
        builder.Services.ConfigureAll<OpenApiOptions>(options => options.AddSchemaTransformer(BatchSchema.TransformAsync));
    }

    public static void MapBatch(this IEndpointRouteBuilder routes) =>
        routes
            .MapUserGroup(ActivityTag.Value)
            .MapPost(Routes.ActivityBatch, PostAsync)
            .WithName("PutActivities")
            .WithSummary("Create or replace up to 100 activities at once")
            .WithDescription(
                "Each item is treated as by `PUT /v1/activities/{id}` and has an answer of its own, in the order of the items; one that is refused does not keep the others from being stored. The same batch again changes nothing."
            )
            .WithBodyLimit(BatchInput.MaxItems * RequestLimits.MaxBodyBytes)
            .WithProblems(
                ProblemTypes.MalformedJson,
                ProblemTypes.SlowBody,
                ProblemTypes.EraseInProgress,
                ProblemTypes.TooLarge,
                ProblemTypes.UnsupportedMediaType
            )
            .WithResponseHeaders(
                new ResponseHeader(
                    HeaderNames.RetryAfter,
                    "Seconds after which to send those items again that are 503; absent when there are none.",
                    StatusCodes.Status200OK
                )
            )
            .WithExamples(BatchExamples.All);

    private static async Task<Results<Ok<BatchResult>, ProblemResult>> PostAsync(
        BatchBody body,
        ClaimsPrincipal user,
        ActivityWriter writer,
        HttpResponse response,
        CancellationToken cancellation
    )
    {
        var results = body.Entries.Select(entry => entry.Problem is { } problem ? Refuse(entry.Id, problem) : null).ToList();
        var entries = body.Entries.Index().Where(entry => entry.Item.Write is not null).ToList();
        var stored = await writer.RunAsync(user.UserId(), entries.ConvertAll(entry => entry.Item.Write!), cancellation);
        foreach (var ((index, entry), result) in entries.Zip(stored))
            results[index] = ToItemResult(entry.Id, result);
        if (results.Exists(result => result!.Status == StatusCodes.Status503ServiceUnavailable))
            response.Headers.RetryAfter = ProblemResult.RetryAfterSeconds;
        return TypedResults.Ok(new BatchResult([.. results.Select(result => result!)]));
    }

    private static BatchItemResult ToItemResult(string? id, WriteResult result) =>
        result.Problem is { } problem
            ? Refuse(id, problem)
            : new BatchItemResult(
                id,
                result.Outcome == WriteOutcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK,
                result.Activity
            );

    private static BatchItemResult Refuse(string? id, ProblemResult problem) =>
        new(id, problem.Details.Status!.Value, Problem: problem.Details);
}
