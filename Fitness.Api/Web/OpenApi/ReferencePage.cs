using System.Net.Mime;
using Fitness.Api.Settings;
using Fitness.Api.Web.Server;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Fitness.Api.Web.OpenApi;

/// <summary>The page on which people read the OpenAPI document.</summary>
internal static class ReferencePage
{
    /// <summary>The document as the page shows it.</summary>
    private const string PageDocument = $"{Routes.ApiReference}{Routes.OpenApi}";

    // The page's own start is a script in it, and its styles are made by scripts; everything comes from this address.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly KeyValuePair<ScalarTarget, ScalarClient>[] Clients =
    [
        new(ScalarTarget.Shell, ScalarClient.Curl),
        new(ScalarTarget.Swift, ScalarClient.NSUrlSession),
        new(ScalarTarget.Kotlin, ScalarClient.OkHttp),
        new(ScalarTarget.Dart, ScalarClient.Http),
    ];

    /// <summary>
    /// Maps the page. The document is the same in every environment, and so names the token that others ask for. The page shows how this one
    /// is called: where every caller is the demo user, its operations ask for none, and neither do its examples. Of the parameters, these have
    /// only what a call needs: the page makes one call of all of them, and a cursor of another list or the wrong ETag is refused.
    /// </summary>
    public static void MapReferencePage(this IEndpointRouteBuilder routes)
    {
        var checksTokens = routes.ServiceProvider.GetRequiredService<FitnessSettings>().ChecksTokens;
        routes
            .MapGet(PageDocument, async context =>
                await TypedResults
                    .Text(
                        await ApiReference.WriteDocumentAsync(context.RequestServices, document => Adapt(document, checksTokens)),
                        MediaTypeNames.Application.Json
                    )
                    .ExecuteAsync(context)
            )
            .ExcludeFromDescription();
        // The page loads everything from here; nothing on it calls a third party. Its introduction links to the document, so it offers no other.
        routes
            .MapScalarApiReference(Routes.ApiReference, options =>
                options
                    .WithTitle("Fitness")
                    .AddDocument(ApiReference.DocumentName, routePattern: PageDocument)
                    .WithFeaturedClients(Clients)
                    .DisableDefaultFonts()
                    .HideClientButton()
                    .HideDocumentDownload()
                    .HideDeveloperTools()
                    .DisableAgent()
                    .DisableMcp()
                    .DisableTelemetry()
            )
            .WithContentSecurityPolicy(ContentSecurityPolicy);
    }

    private static void Adapt(OpenApiDocument document, bool checksTokens)
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => !parameter.Required))
                parameter.Example = null;
            if (!checksTokens)
                operation.Security = null;
        }
        if (!checksTokens)
            document.Components!.SecuritySchemes = null;
    }
}
