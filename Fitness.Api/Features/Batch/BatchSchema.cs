using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fitness.Api.Features.Batch;

internal static class BatchSchema
{
    /// <summary>Says how many items a batch has. The attributes that say it use reflection that trimming takes away.</summary>
    public static Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Type == typeof(BatchInput) && schema.Properties?["items"] is OpenApiSchema items) (items.MinItems, items.MaxItems) = (1, BatchInput.MaxItems);
        return Task.CompletedTask;
    }
}
