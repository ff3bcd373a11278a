using System.Net.Mime;
using Fitness.Api.Settings;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Fitness.Api.Web.OpenApi;

/// <summary>The page on which people read the OpenAPI document.</summary>
internal static class ReferencePage
{
    /// <summary>The document as the page shows it where nobody is asked for a token.</summary>
    private const string OpenDocument = $"{Routes.ApiReference}{Routes.OpenApi}";

    private static readonly KeyValuePair<ScalarTarget, ScalarClient>[] Clients =
    [
        new(ScalarTarget.Shell, ScalarClient.Curl),
        new(ScalarTarget.Swift, ScalarClient.NSUrlSession),
        new(ScalarTarget.Kotlin, ScalarClient.OkHttp),
        new(ScalarTarget.Dart, ScalarClient.Http),
    ];

    /// <summary>
    /// Maps the page. The document is the same in every environment, and so names the token that others ask for. The page shows how this one
    /// is called: where every caller is the demo user, its operations ask for none, and neither do its examples.
    /// </summary>
    public static void MapReferencePage(this IEndpointRouteBuilder routes)
    {
        var checksTokens = routes.ServiceProvider.GetRequiredService<FitnessSettings>().ChecksTokens;
        if (!checksTokens)
            routes
                .MapGet(OpenDocument, async context =>
                    await TypedResults
                        .Text(await ApiReference.WriteDocumentAsync(context.RequestServices, Open), MediaTypeNames.Application.Json)
                        .ExecuteAsync(context)
                )
                .ExcludeFromDescription();
        // The page loads everything from here; nothing on it calls a third party. Its introduction links to the document, so it offers no other.
        routes.MapScalarApiReference(Routes.ApiReference, options =>
            options
                .WithTitle("Fitness")
                .AddDocument(ApiReference.DocumentName, routePattern: checksTokens ? Routes.OpenApi : OpenDocument)
                .WithFeaturedClients(Clients)
                .DisableDefaultFonts()
                .HideClientButton()
                .HideDocumentDownload()
                .HideDeveloperTools()
                .DisableAgent()
                .DisableMcp()
                .DisableTelemetry()
        );
    }

    private static void Open(OpenApiDocument document)
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
            operation.Security = null;
        document.Components!.SecuritySchemes = null;
    }
}
