using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fitness.Api.Web.OpenApi;

internal static class ApiReference
{
    internal const string DocumentName = "v1";

    public static void AddApiReference(this WebApplicationBuilder builder) => builder.Services.AddOpenApi(DocumentName, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            var included = options.ShouldInclude;
            // HEAD is GET without the body, which the introduction says once.
            options.ShouldInclude = operation => operation.HttpMethod != HttpMethods.Head && included(operation);
            options.AddDocumentTransformer(
                (document, _, _) =>
                {
                    document.Info = new OpenApiInfo
                    {
                        Title = "Fitness",
                        Version = DocumentName,
                        Contact = new OpenApiContact { Name = "The Fitness team" },
                    };
                    // The address differs by environment; the document does not.
                    document.Servers = [new OpenApiServer { Url = "/" }];
                    return Task.CompletedTask;
                }
            );
            options.AddDocumentTransformer(TagTransformer.TransformAsync);
            options.AddSchemaTransformer(SchemaTransformer.TransformAsync);
            options.AddOperationTransformer(ParameterTransformer.TransformAsync);
            options.AddOperationTransformer(PatchTransformer.TransformAsync);
            options.AddOperationTransformer(BinaryTransformer.TransformAsync);
            options.AddOperationTransformer(ExampleTransformer.TransformAsync);
            options.AddOperationTransformer(ResponseTransformer.TransformAsync);
            options.AddSecurityTransformers();
        });

    /// <summary>The OpenAPI 3.1 document as JSON.</summary>
    /// <param name="services">The service's services.</param>
    /// <param name="change">Changes the document before it is written, or null.</param>
    public static async Task<string> WriteDocumentAsync(IServiceProvider services, Action<OpenApiDocument>? change = null)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(DocumentName).GetOpenApiDocumentAsync();
        change?.Invoke(document);
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
    }

    public static void MapApiReference(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi(Routes.OpenApi);
        routes.MapReferencePage();
    }
}
