using System.Globalization;
using System.Text.Json.Nodes;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fitness.Api.Web.OpenApi;

/// <summary>Adds the body examples that the endpoints declare.</summary>
internal static class ExampleTransformer
{
    public static Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var input = metadata.OfType<IAcceptsMetadata>().LastOrDefault()?.RequestType;
        foreach (
            var (mediaType, content) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        )
            content.Example = Find(input, mediaType);
        foreach (var type in context.Description.SupportedResponseTypes)
        {
            var response = operation.Responses?[type.StatusCode.ToString(CultureInfo.InvariantCulture)];
            foreach (var (mediaType, content) in response?.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal))
            {
                // Errors have one example per kind.
                if (mediaType != ProblemMetadata.MediaType)
                    content.Example = Find(type.Type, mediaType);
            }
        }
        return Task.CompletedTask;

        JsonNode? Find(Type? type, string mediaType)
        {
            var examples = metadata.OfType<BodyExample>().ToList();
            return (
                examples.Find(example => example.MediaType == mediaType)
                ?? examples.Find(example => example.Type is not null && example.Type == type)
            )?.Value.DeepClone();
        }
    }
}
