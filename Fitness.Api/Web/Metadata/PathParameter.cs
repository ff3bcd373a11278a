namespace Fitness.Api.Web.Metadata;

/// <summary>A parameter in an endpoint's path, for the OpenAPI document.</summary>
/// <param name="Name">Its name in the route.</param>
/// <param name="Description">What it must be.</param>
/// <param name="Pattern">The same as an ECMA-262 regular expression.</param>
/// <param name="Example">A value.</param>
internal sealed record PathParameter(string Name, string Description, string Pattern, string Example);
