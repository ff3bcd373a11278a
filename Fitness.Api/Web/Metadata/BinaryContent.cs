namespace Fitness.Api.Web.Metadata;

/// <summary>A body that is taken or sent as it is, not as JSON, for the OpenAPI document.</summary>
/// <param name="MediaTypes">Its media types.</param>
/// <param name="MaxBytes">The most bytes that a request may have; null for a response.</param>
/// <param name="Line">The type of each line, if the body is lines of JSON.</param>
internal sealed record BinaryContent(IReadOnlyList<string> MediaTypes, int? MaxBytes = null, Type? Line = null);
