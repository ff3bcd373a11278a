using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fitness.Api.Web.OpenApi;

/// <summary>Documents the inputs with custom binding: ids, query parameters and headers.</summary>
internal static class ParameterTransformer
{
    public static async Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        operation.Parameters ??= [];
        foreach (var metadata in context.Description.ActionDescriptor.EndpointMetadata)
        {
            switch (metadata)
            {
                case PathParameter path:
                    foreach (
                        var parameter in operation
                            .Parameters.OfType<OpenApiParameter>()
                            .Where(parameter => parameter.In == ParameterLocation.Path && parameter.Name == path.Name)
                    )
                    {
                        parameter.Description = path.Description;
                        parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = path.Pattern };
                    }
                    break;
                case QueryParameters query:
                    await AddQueryAsync(operation, query.Type, context, cancellation);
                    break;
                case RequestHeader header:
                    operation.Parameters.Add(
                        new OpenApiParameter
                        {
                            Name = header.Name,
                            In = ParameterLocation.Header,
                            Description = header.Description,
                            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                        }
                    );
                    break;
            }
        }
        if (operation.Parameters.Count == 0)
            operation.Parameters = null;
        if (operation.RequestBody?.Content?.TryGetValue(JsonDocuments.MergePatch, out var patch) == true)
        {
            // The schema of a whole activity would require its required fields in a patch as well.
            patch.Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Any fields of an activity; null removes a field.",
            };
        }
    }

    private static async Task AddQueryAsync(
        OpenApiOperation operation,
        Type type,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellation);
        foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
        {
            var required = schema.Required?.Contains(name) == true;
            operation.Parameters!.Add(
                new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Query,
                    Required = required,
                    Description = property.Description,
                    Schema = WithoutNull(property),
                }
            );
        }
    }

    /// <summary>A query parameter can be absent, but never null.</summary>
    private static IOpenApiSchema WithoutNull(IOpenApiSchema property)
    {
        if (property is not OpenApiSchema schema)
            return property;
        schema.Type &= ~JsonSchemaType.Null;
        schema.Description = null;
        return schema;
    }
}
