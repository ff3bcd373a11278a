namespace Fitness.Api.Web.Metadata;

/// <summary>A request header that an endpoint reads, for the OpenAPI document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it says.</param>
/// <param name="Example">A value.</param>
/// <param name="Pattern">The form of a value as an ECMA-262 regular expression, if it has one.</param>
/// <param name="Methods">The methods with which it means this; null for all.</param>
internal sealed record RequestHeader(
    string Name,
    string Description,
    string Example,
    string? Pattern = null,
    IReadOnlyList<string>? Methods = null
);
