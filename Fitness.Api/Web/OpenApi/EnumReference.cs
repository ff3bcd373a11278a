using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Fitness.Api.Web.OpenApi;

/// <summary>Refers to the one schema of an enumeration, so that generated clients have one type for it.</summary>
internal static class EnumReference
{
    // Where the generator keeps the text of a property whose schema is another one's.
    private const string Description = "x-ref-description";

    /// <summary>The reference; null if the property is no enumeration.</summary>
    /// <param name="property">The property.</param>
    /// <param name="described">Its schema, with the property's text.</param>
    /// <param name="context">The operation.</param>
    /// <param name="cancellation">Cancels the generation.</param>
    public static async Task<OpenApiSchemaReference?> FindAsync(
        JsonPropertyInfo property,
        IOpenApiSchema described,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (!type.IsEnum)
            return null;
        context.Document!.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, null, cancellation));
        return new OpenApiSchemaReference(type.Name, context.Document)
        {
            Description = TextOf(described),
            Default = DefaultOf(property) is { } value ? JsonNamingPolicy.CamelCase.ConvertName($"{value}") : null,
        };
    }

    /// <summary>The JSON contract of a type, as the service reads and writes it.</summary>
    public static JsonTypeInfo JsonTypeInfoOf(this OpenApiOperationTransformerContext context, Type type) =>
        context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.GetTypeInfo(type);

    private static string? TextOf(IOpenApiSchema described) =>
        described is OpenApiSchema { Metadata: { } metadata } && metadata.TryGetValue(Description, out var text)
            ? text as string
            : described.Description;

    private static object? DefaultOf(JsonPropertyInfo property) =>
        property
            .AttributeProvider?.GetCustomAttributes(typeof(DefaultValueAttribute), inherit: true)
            .OfType<DefaultValueAttribute>()
            .FirstOrDefault()
            ?.Value;
}
