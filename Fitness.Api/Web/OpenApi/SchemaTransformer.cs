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
        if (context.JsonTypeInfo.Type == typeof(ProblemDetails))
        {
            schema.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
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
            schema.Properties["traceId"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "Names the call in the service's logs and traces; with a failure of the service only.",
            };
        }
        return Task.CompletedTask;
    }

    private static bool IsNeverNull(JsonPropertyInfo? property) =>
        property?.AttributeProvider is { } attributes
        && (
            attributes.IsDefined(typeof(RequiredAttribute), inherit: true)
            || attributes
                .GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
                .OfType<JsonIgnoreAttribute>()
                .Any(ignore => ignore.Condition == JsonIgnoreCondition.WhenWritingNull)
        );
}
