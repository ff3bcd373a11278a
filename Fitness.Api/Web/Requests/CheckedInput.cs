using Fitness.Api.Web.Problems;

namespace Fitness.Api.Web.Requests;

/// <summary>A parameter that always binds, and itself reports what is wrong with it.</summary>
internal interface ICheckedInput
{
    /// <summary>The response to a request with this input, or null if the input is valid.</summary>
    public ProblemResult? Problem { get; }
}

internal static class CheckedInput
{
    /// <summary>Rejects a request with an invalid input before its handler runs.</summary>
    public static TBuilder WithCheckedInput<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(
            async (context, next) =>
            {
                foreach (var argument in context.Arguments)
                {
                    if (argument is ICheckedInput { Problem: { } problem })
                        return problem;
                }
                return await next(context);
            }
        );
}
