using Fitness.Api.Web.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fitness.Api.Web.Problems;

internal static class ProblemsApi
{
    private static readonly ApiTag Tag = new(
        "Problems",
        "What can go wrong, and what to do about it. Anyone may read this; the answers are the same for everybody."
    );

    public static void MapProblems(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup(Routes.Problems)
            .WithMetadata(Tag)
            .WithProblems(ProblemTypes.Misdirected, ProblemTypes.TooManyRequests, ProblemTypes.Internal)
            .WithExamples(
                BodyExample.Of(ProblemTypes.NotFound, ProblemJson.Default.ProblemType),
                BodyExample.Of([ProblemTypes.NotFound], ProblemJson.Default.ProblemTypeArray)
            );
        group
            .MapGet("/", () => TypedResults.Ok(ProblemTypes.All))
            .WithName("ListProblems")
            .WithSummary("Every kind of error")
            .WithDescription("And what to do about each.");
        group
            .MapGet("/{name}", Get)
            .WithMetadata(new PathParameter("name", "The last part of a problem's `type`.", "^[a-z][a-z-]*$", ProblemTypes.NotFound.Name))
            .WithName("GetProblem")
            .WithSummary("One kind of error")
            .WithDescription("The address to which the `type` of problem details points.")
            .WithProblems(ProblemTypes.NotFound);
    }

    private static Results<Ok<ProblemType>, ProblemResult> Get(string name) =>
        ProblemTypes.All.FirstOrDefault(type => type.Name == name) is { } type
            ? TypedResults.Ok(type)
            : ProblemResult.Of(ProblemTypes.NotFound);
}
