using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fitness.Api.Features.Import;

internal static class ImportForm
{
    private const string File = "file";

    /// <summary>Documents the form with its file. The file may have any name.</summary>
    public static Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        if (operation.RequestBody?.Content?.TryGetValue(FormFile.MediaType, out var form) == true)
            form.Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string>(StringComparer.Ordinal) { File },
                Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                {
                    [File] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Format = "binary",
                        Description = "The file, the only part of the form; its field may have any name.",
                    },
                },
            };
        return Task.CompletedTask;
    }
}
