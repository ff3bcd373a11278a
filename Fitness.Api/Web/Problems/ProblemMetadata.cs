using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Fitness.Api.Web.Problems;

/// <summary>A kind of error that an endpoint returns, for the OpenAPI document.</summary>
internal sealed record ProblemMetadata(ProblemType Type) : IProducesResponseTypeMetadata
{
    public const string MediaType = "application/problem+json";

    Type? IProducesResponseTypeMetadata.Type => typeof(ProblemDetails);

    public int StatusCode => Type.Status;

    public IEnumerable<string> ContentTypes => [MediaType];
}

internal static class ProblemMetadataExtensions
{
    /// <summary>Documents the kinds of errors that the endpoints return.</summary>
    public static TBuilder WithProblems<TBuilder>(this TBuilder builder, params ProblemType[] types)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata([.. types.Select(type => new ProblemMetadata(type))]);
}
