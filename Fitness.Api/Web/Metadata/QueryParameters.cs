namespace Fitness.Api.Web.Metadata;

/// <summary>The type whose properties are the query parameters of an endpoint, for the OpenAPI document.</summary>
internal sealed record QueryParameters(Type Type);
