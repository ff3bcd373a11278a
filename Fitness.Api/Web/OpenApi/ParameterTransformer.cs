using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Server;
using Microsoft.AspNetCore.Http.Metadata;
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
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var input in metadata)
        {
            switch (input)
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
                        parameter.Example = path.Example;
                    }
                    break;
                case QueryParameters query:
                    await AddQueryAsync(operation, query.Type, context, cancellation);
                    break;
                case RequestHeader header
                    when header.Methods?.Contains(context.Description.HttpMethod!, StringComparer.OrdinalIgnoreCase) != false:
                    operation.Parameters.Add(
                        new OpenApiParameter
                        {
                            Name = header.Name,
                            In = ParameterLocation.Header,
                            Description = header.Description,
                            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = header.Pattern },
                            Example = header.Example,
                        }
                    );
                    break;
            }
        }
        if (operation.Parameters.Count == 0)
            operation.Parameters = null;
        var limit = metadata.OfType<IRequestSizeLimitMetadata>().LastOrDefault()?.MaxRequestBodySize ?? RequestLimits.MaxBodyBytes;
        if (operation.RequestBody is OpenApiRequestBody body)
            body.Description = $"At most {limit.ToString("N0", CultureInfo.InvariantCulture)} bytes.";
    }

    private static async Task AddQueryAsync(
        OpenApiOperation operation,
        Type type,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellation);
        foreach (var property in context.JsonTypeInfoOf(type).Properties)
        {
            var described = schema.Properties![property.Name];
            var reference = await EnumReference.FindAsync(property, described, context, cancellation);
            operation.Parameters!.Add(
                new OpenApiParameter
                {
                    Name = property.Name,
                    In = ParameterLocation.Query,
                    Required = schema.Required?.Contains(property.Name) == true,
                    Description = reference?.Description ?? described.Description,
                    Schema = WithoutText(reference ?? described),
                    Example = ExampleOf(property),
                }
            );
        }
    }

    /// <summary>A query parameter can be absent, but never null; and it has the text itself.</summary>
    private static IOpenApiSchema WithoutText(IOpenApiSchema described)
    {
        described.Description = null;
        if (described is OpenApiSchema schema)
            schema.Type &= ~JsonSchemaType.Null;
        return described;
    }

    private static JsonValue? ExampleOf(JsonPropertyInfo property) =>
        property
            .AttributeProvider?.GetCustomAttributes(typeof(ParameterExampleAttribute), inherit: true)
            .OfType<ParameterExampleAttribute>()
            .FirstOrDefault()
            ?.Value switch
        {
            int number => JsonValue.Create(number),
            string text => JsonValue.Create(text),
            _ => null,
        };
}
