namespace Fitness.Api.Web.OpenApi;

/// <summary>A header of an endpoint's answers, for the OpenAPI document.</summary>
internal sealed record AnswerHeader(string Name, string Description, params int[] Statuses);

internal static class AnswerHeaderExtensions
{
    /// <summary>Documents headers of the endpoints' answers.</summary>
    public static TBuilder WithAnswerHeaders<TBuilder>(this TBuilder builder, params AnswerHeader[] headers) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata([.. headers]);
}
