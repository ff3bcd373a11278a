namespace Fitness.Api.Web.Metadata;

/// <summary>A parameter in an endpoint's path, for the OpenAPI document.</summary>
/// <param name="Name">Its name in the route.</param>
/// <param name="Description">What it has to be.</param>
/// <param name="Pattern">The same as a regular expression of ECMA-262.</param>
internal sealed record PathParameter(string Name, string Description, string Pattern);
