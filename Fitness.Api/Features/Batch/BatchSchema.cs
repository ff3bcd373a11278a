using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fitness.Api.Features.Batch;

internal static class BatchSchema
{
    /// <summary>Documents how many items a batch may have. The attributes for this use reflection that trimming removes.</summary>
    public static Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Type == typeof(BatchInput) && schema.Properties?["items"] is OpenApiSchema items)
            (items.MinItems, items.MaxItems) = (1, BatchInput.MaxItems);
        return Task.CompletedTask;
    }
}
