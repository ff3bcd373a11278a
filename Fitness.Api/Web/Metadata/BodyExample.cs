using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Fitness.Api.Web.Metadata;

/// <summary>An example of a request or response body, for the OpenAPI document.</summary>
/// <param name="Type">The type that documents the body; null if the media type identifies it.</param>
/// <param name="MediaType">The media type of the body; null for any.</param>
/// <param name="Value">The body.</param>
internal sealed record BodyExample(Type? Type, string? MediaType, JsonNode Value)
{
    /// <summary>An example made from the type itself, so that the two cannot disagree.</summary>
    public static BodyExample Of<T>(T value, JsonTypeInfo<T> type) => new(typeof(T), null, JsonSerializer.SerializeToNode(value, type)!);

    /// <summary>An example for a media type.</summary>
    public static BodyExample Of(string mediaType, JsonNode value) => new(null, mediaType, value);
}
