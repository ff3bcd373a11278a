namespace Fitness.Api.Web.Metadata;

internal static class EndpointMetadata
{
    /// <summary>Documents headers of the endpoints' responses.</summary>
    public static TBuilder WithResponseHeaders<TBuilder>(this TBuilder builder, params ResponseHeader[] headers)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata([.. headers]);

    /// <summary>Adds examples of the endpoints' request and response bodies.</summary>
    public static TBuilder WithExamples<TBuilder>(this TBuilder builder, params BodyExample[] examples)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata([.. examples]);
}
