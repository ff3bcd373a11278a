namespace Fitness.Api.Web.Metadata;

/// <summary>A request header that an endpoint reads, for the OpenAPI document.</summary>
internal sealed record RequestHeader(string Name, string Description);
