namespace Fitness.Api.Web.Metadata;

/// <summary>A header of an endpoint's responses, for the OpenAPI document.</summary>
/// <param name="Name">The header's name.</param>
/// <param name="Description">What it says, as Markdown.</param>
/// <param name="Statuses">The HTTP status codes of the responses that have it; empty for every response.</param>
public sealed record ResponseHeader(string Name, string Description, params int[] Statuses);
