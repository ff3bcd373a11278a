using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fitness.Api.Web.OpenApi;

/// <summary>Adds to schemas what the generator does not find in the types' declarations.</summary>
internal static class SchemaTransformer
{
    // The generator's marker for a property whose reference it makes nullable.
    private const string NullableMark = "x-is-nullable-property";

    // Which member generated clients make the message of their exception (https://learn.microsoft.com/openapi/kiota/errors).
    private const string ErrorMessage = "x-ms-primary-error-message";

    public static Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        // Whether a value can be null is stated where it is used.
        schema.Enum = schema.Enum?.Where(value => value is not null && value.GetValueKind() != JsonValueKind.Null).ToList();
        if (schema.Enum is { Count: > 0 })
            schema.Type = JsonSchemaType.String;
        if (IsNeverNull(context.JsonPropertyInfo))
        {
            schema.Type &= ~JsonSchemaType.Null;
            schema.Metadata?.Remove(NullableMark);
        }
        // Computed members are always there.
        if (context.JsonPropertyInfo is null)
        {
            foreach (var computed in context.JsonTypeInfo.Properties.Where(property => property.Set is null))
                (schema.Required ??= new HashSet<string>(StringComparer.Ordinal)).Add(computed.Name);
        }
        if (context.JsonTypeInfo.Type == typeof(ProblemDetails))
        {
            schema.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
            schema.Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status" };
            Describe(schema, "type", "The kind of the error, an address below the service's.");
            Describe(schema, "title", "What happened, the same for every error of the kind.");
            Describe(schema, "status", "The HTTP status.");
            Describe(schema, "detail", "What happened this time.");
            // Not used here.
            schema.Properties.Remove("instance");
            if (schema.Properties["title"] is OpenApiSchema title)
                title.Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal)
                {
                    [ErrorMessage] = new JsonNodeExtension(true),
                };
            schema.Properties["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "What is wrong, by field, parameter or header.",
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            };
            schema.Properties["etag"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "The version of the activity that is stored; with a refused change only.",
            };
            schema.Properties["line"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Description = "The line of a file that cannot be read, from 1.",
            };
            schema.Properties["column"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Description = "The column in that line, from 1.",
            };
            schema.Properties["offset"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Description = "The byte of a file that is no text and cannot be read, from 0.",
            };
            schema.Properties["traceId"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "Names the call in the service's logs and traces; with a failure of the service only.",
            };
        }
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema, string name, string text)
    {
        if (schema.Properties!.TryGetValue(name, out var property))
            property.Description = text;
    }

    private static bool IsNeverNull(JsonPropertyInfo? property) =>
        property?.AttributeProvider is { } attributes
        && (
            property.Set is null
            || attributes.IsDefined(typeof(RequiredAttribute), inherit: true)
            || attributes
                .GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
                .OfType<JsonIgnoreAttribute>()
                .Any(ignore => ignore.Condition == JsonIgnoreCondition.WhenWritingNull)
        );
}
