using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Fitness.Api.Web.Metadata;

/// <summary>An example of a request's or a response's body, for the OpenAPI document.</summary>
/// <param name="Type">The type that the body is documented by; null where the media type tells.</param>
/// <param name="MediaType">The media type that it is for; null for any.</param>
/// <param name="Value">The body.</param>
internal sealed record BodyExample(Type? Type, string? MediaType, JsonNode Value)
{
    /// <summary>An example that is made from the type itself, so that it cannot disagree with it.</summary>
    public static BodyExample Of<T>(T value, JsonTypeInfo<T> type) => new(typeof(T), null, JsonSerializer.SerializeToNode(value, type)!);

    /// <summary>An example of bodies of a media type.</summary>
    public static BodyExample Of(string mediaType, JsonNode value) => new(null, mediaType, value);
}
