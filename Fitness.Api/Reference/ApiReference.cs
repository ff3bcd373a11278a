using Fitness.Api.Activities;
using Fitness.Api.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Fitness.Api.Reference;

internal static class ApiReference
{
    private const string DocumentName = "v1";

    public static void AddApiReference(this WebApplicationBuilder builder) =>
        builder.Services.AddOpenApi(DocumentName, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "Fitness",
                    Version = DocumentName,
                    Description = "The activities of a mobile health and fitness tracker.",
                };
                // The address differs by environment; the document does not.
                document.Servers = [new OpenApiServer { Url = "/" }];
                return Task.CompletedTask;
            });
            options.AddOperationTransformer<InputOperationTransformer>();
        });

    public static void MapApiReference(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        // Everything that the page needs comes from here; nothing of it talks to someone else's service.
        routes.MapScalarApiReference(options => options
            .WithTitle("Fitness").DisableDefaultFonts().HideDeveloperTools().DisableAgent().DisableMcp().DisableTelemetry());
    }
}

/// <summary>Documents the inputs that bind themselves: ids, query parameters, preconditions and idempotency keys.</summary>
internal sealed class InputOperationTransformer : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path))
        {
            if (parameter.Name != "id") continue;
            parameter.Description = "The activity's id.";
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = ActivityId.Pattern };
        }
        if (operation.RequestBody?.Content?.TryGetValue(JsonDocuments.MergePatch, out var patch) == true)
        {
            // The whole activity's schema would demand its required fields of a patch.
            patch.Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "Any fields of an activity; null removes a field." };
        }
        foreach (var metadata in context.Description.ActionDescriptor.EndpointMetadata)
        {
            if (metadata is QueryMetadata query) await AddQueryAsync(operation, query.Type, context, cancellationToken);
            if (metadata is HeaderMetadata header)
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = header.Name,
                    In = ParameterLocation.Header,
                    Description = header.Description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }
        }
        if (operation.Parameters.Count == 0) operation.Parameters = null;
    }

    private static async Task AddQueryAsync(OpenApiOperation operation, Type type, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellation);
        foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            operation.Parameters!.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = property.Description, Schema = property });
        }
    }
}
