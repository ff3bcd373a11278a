using Fitness.Api.Web.Problems;

namespace Fitness.Api.Web.Authentication;

internal static class CallerRoutes
{
    /// <summary>A group of routes that act for the caller: they want a token, and check their inputs before they run.</summary>
    public static RouteGroupBuilder MapCallerGroup(this IEndpointRouteBuilder routes, string tag) =>
        routes.MapGroup("").WithTags(tag).RequireAuthorization().WithCheckedInput()
            .WithProblems(ProblemTypes.Invalid, ProblemTypes.Unauthorized, ProblemTypes.TooManyRequests, ProblemTypes.Internal, ProblemTypes.Unavailable, ProblemTypes.IssuerUnavailable);
}
