using System.Text.Json.Nodes;
using Fitness.Api.Web.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fitness.Api.Web.OpenApi;

/// <summary>Documents bodies that are no JSON documents, so that generated clients send and read them byte for byte.</summary>
internal static class BinaryTransformer
{
    private const string FileField = "file";
    private const string LineSchema = "x-line-schema";

    public static async Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        foreach (var binary in context.Description.ActionDescriptor.EndpointMetadata.OfType<BinaryContent>())
        {
            if (binary.Line is { } type && await context.GetOrCreateSchemaAsync(type, null, cancellation) is { } line)
                context.Document!.AddComponent(type.Name, line);
            var contents = binary.MaxBytes is null
                ? operation.Responses!.Values.Select(response => response.Content)
                : [operation.RequestBody!.Content];
            foreach (var (mediaType, content) in contents.OfType<IDictionary<string, OpenApiMediaType>>().SelectMany(one => one))
            {
                if (binary.MediaTypes.Contains(mediaType, StringComparer.Ordinal))
                    content.Schema = IsForm(mediaType) ? Form(Bytes(binary)) : Bytes(binary);
            }
        }
    }

    private static bool IsForm(string mediaType) => mediaType.StartsWith("multipart/", StringComparison.Ordinal);

    private static OpenApiSchema Bytes(BinaryContent binary)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = "binary",
            MaxLength = binary.MaxBytes,
        };
        if (binary.Line is { } line)
        {
            schema.Description = $"One {line.Name} a line.";
            schema.Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal)
            {
                [LineSchema] = new JsonNodeExtension(new JsonObject { ["$ref"] = $"#/components/schemas/{line.Name}" }),
            };
        }
        return schema;
    }

    private static OpenApiSchema Form(OpenApiSchema file)
    {
        file.Description = "The file, the only part of the form; its field may have any name.";
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string>(StringComparer.Ordinal) { FileField },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { [FileField] = file },
        };
    }
}
