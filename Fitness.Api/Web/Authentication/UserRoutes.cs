using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Web.Authentication;

internal static class UserRoutes
{
    /// <summary>A group of routes that act for the current user: they require a token, and check their inputs before they run.</summary>
    public static RouteGroupBuilder MapUserGroup(this IEndpointRouteBuilder routes, ApiTag tag) =>
        routes
            .MapGroup("")
            .WithMetadata(tag)
            .RequireAuthorization()
            .WithCheckedInput()
            .WithProblems(
                ProblemTypes.Invalid,
                ProblemTypes.Unauthorized,
                ProblemTypes.CrossSite,
                ProblemTypes.Misdirected,
                ProblemTypes.TooManyRequests,
                ProblemTypes.Internal,
                ProblemTypes.Unavailable,
                ProblemTypes.Busy,
                ProblemTypes.IssuerUnavailable
            );
}
