using System.Text.Json.Nodes;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Fitness.Api.Web.Server;
using Fitness.Parity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fitness.Api.Features.EnvironmentDescription;

internal static class ComparisonApi
{
    /// <summary>Maps the comparison, for those who may read this environment's description. It fetches nothing that a caller names.</summary>
    public static void MapEnvironmentComparison(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost(Routes.EnvironmentComparison, CompareAsync)
            .RequireAuthorization(UserAuthentication.OperatorPolicy)
            .WithCheckedInput()
            .WithBodyLimit(ComparedDescription.MaxBytes)
            .WithMetadata(EnvironmentApi.Tag)
            .WithName("CompareEnvironments")
            .WithSummary("What differs between this environment and another one")
            .WithDescription(
                $"The body is the other one's description, as `GET {Routes.EnvironmentDescription}` answered there. Both are compared by the rules of `fitness parity`. Outside Development, for operators alone."
            )
            .WithProblems(
                ProblemTypes.MalformedJson,
                ProblemTypes.Unauthorized,
                ProblemTypes.Forbidden,
                ProblemTypes.CrossSite,
                ProblemTypes.SlowBody,
                ProblemTypes.TooLarge,
                ProblemTypes.UnsupportedMediaType,
                ProblemTypes.Misdirected,
                ProblemTypes.NoDescription,
                ProblemTypes.TooManyRequests,
                ProblemTypes.Internal,
                ProblemTypes.IssuerUnavailable
            )
            .WithExamples(new BodyExample(typeof(JsonObject), null, ExampleDescription()), ExampleComparison);

    /// <summary>The least that can be compared.</summary>
    private static JsonObject ExampleDescription() =>
        new()
        {
            ["environment"] = EnvironmentNames.Test,
            ["build"] = new JsonObject { ["version"] = "1.0", ["commit"] = EnvironmentApi.ExampleCommit },
            ["software"] = new JsonObject { ["runtime"] = ".NET 10.0.1" },
            ["settings"] = new JsonObject(),
            ["process"] = new JsonObject(),
            ["storage"] = new JsonObject { ["definition"] = new JsonObject() },
            ["behaviour"] = new JsonObject(),
        };

    private static BodyExample ExampleComparison =>
        BodyExample.Of(
            new EnvironmentComparison(
                false,
                new ComparedEnvironment(EnvironmentNames.Development, "1.0", EnvironmentApi.ExampleCommit),
                new ComparedEnvironment(EnvironmentNames.Test, "1.0", EnvironmentApi.ExampleCommit),
                131,
                [
                    new ComparedSubject(
                        "/software/runtime",
                        "runtime",
                        ".NET 10.0.2",
                        ".NET 10.0.1",
                        Verdict.Unexpected,
                        Note: "Another .NET has other defaults, fixes and breaking changes."
                    ),
                ],
                [],
                []
            ),
            EnvironmentJson.Default.EnvironmentComparison
        );

    private static async Task<Results<Ok<EnvironmentComparison>, ProblemResult>> CompareAsync(
        ComparedDescription body,
        EnvironmentReader reader,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        TypedResults.Ok(
            EnvironmentComparison.Of(
                await reader.DescribeAsync(cancellation),
                body.Value,
                DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)
            )
        );
}
