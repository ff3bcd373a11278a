using Microsoft.AspNetCore.Http.HttpResults;

namespace Fitness.Api.Problems;

internal static class ProblemsApi
{
    public static void MapProblems(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(ProblemType.Root).WithTags("Problems");
        group.MapGet("/", () => TypedResults.Ok(ProblemTypes.All)).WithName("ListProblems").WithSummary("Every kind of error and what to do about it");
        group.MapGet("/{name}", Get).WithName("GetProblem").WithSummary("One kind of error: where the 'type' of problem details points");
    }

    private static Results<Ok<ProblemType>, NotFound> Get(string name) =>
        ProblemTypes.All.FirstOrDefault(type => type.Name == name) is { } type ? TypedResults.Ok(type) : TypedResults.NotFound();
}
