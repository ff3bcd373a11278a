using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fitness.Api.Web.OpenApi;

/// <summary>Documents a merge patch: the members of what it changes, of which none is required, and those that can be missing can be null.</summary>
internal static class PatchTransformer
{
    public static async Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        if (operation.RequestBody?.Content?.ContainsKey(JsonDocuments.MergePatch) != true)
            return;
        var type = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAcceptsMetadata>().Last().RequestType!;
        var name = type.Name.Replace("Input", "Patch", StringComparison.Ordinal);
        var whole = await context.GetOrCreateSchemaAsync(type, null, cancellation);
        var members = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        foreach (var property in context.JsonTypeInfoOf(type).Properties)
        {
            var described = whole.Properties![property.Name];
            var member = await EnumReference.FindAsync(property, described, context, cancellation) ?? described;
            members[property.Name] = whole.Required!.Contains(property.Name) ? member : OrNull(member);
        }
        context.Document!.AddComponent(
            name,
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "What is to change. A member that is absent stays as it is; null removes one.",
                Properties = members,
            }
        );
        foreach (var content in operation.RequestBody.Content.Values)
            content.Schema = new OpenApiSchemaReference(name, context.Document);
    }

    private static OpenApiSchema OrNull(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema inline)
            return new OpenApiSchema
            {
                Description = schema.Description,
                OneOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }],
            };
        var nullable = (OpenApiSchema)inline.CreateShallowCopy();
        nullable.Type |= JsonSchemaType.Null;
        return nullable;
    }
}
