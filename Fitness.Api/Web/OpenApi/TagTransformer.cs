using Fitness.Api.Web.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fitness.Api.Web.OpenApi;

/// <summary>Adds the texts of the tags. The generator takes only the names from the endpoints.</summary>
internal static class TagTransformer
{
    public static Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        var texts = context
            .DescriptionGroups.SelectMany(group => group.Items)
            .SelectMany(operation => operation.ActionDescriptor.EndpointMetadata.OfType<ApiTag>())
            .Distinct()
            .ToDictionary(tag => tag.Name, tag => tag.Description, StringComparer.Ordinal);
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
            tag.Description = texts.GetValueOrDefault(tag.Name!);
        return Task.CompletedTask;
    }
}
