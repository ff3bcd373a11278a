using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Fitness.Api.Web.OpenApi;

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
                    Contact = new OpenApiContact { Name = "The Fitness team" },
                };
                // The address differs by environment; the document does not.
                document.Servers = [new OpenApiServer { Url = "/" }];
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer(SchemaTransformer.TransformAsync);
            options.AddOperationTransformer(ParameterTransformer.TransformAsync);
            options.AddOperationTransformer(ExampleTransformer.TransformAsync);
            options.AddOperationTransformer(ResponseTransformer.TransformAsync);
            options.AddSecurityTransformers();
        });

    /// <summary>The OpenAPI 3.1 document as JSON.</summary>
    public static async Task<string> WriteDocumentAsync(IServiceProvider services)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(DocumentName).GetOpenApiDocumentAsync();
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
    }

    public static void MapApiReference(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        // The page loads everything from here; nothing on it calls a third party.
        routes.MapScalarApiReference(options => options
            .WithTitle("Fitness").DisableDefaultFonts().HideDeveloperTools().DisableAgent().DisableMcp().DisableTelemetry());
    }
}
