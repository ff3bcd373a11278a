using Fitness.Api.Settings;
using Fitness.Api.Web.Problems;

namespace Fitness.Api.Features.Page;

/// <summary>The page: what a person sees at the address. It is a client of the API like any other; here are only its files.</summary>
internal static class PageApi
{
    /// <summary>Adds the page for addresses that are not there. Must come before the problems, of which the first that fits answers.</summary>
    public static void AddPage(this WebApplicationBuilder builder, FitnessSettings settings)
    {
        if (settings.ServesPage)
            builder.Services.AddSingleton<IProblemDetailsWriter, NotFoundPage>();
    }

    /// <summary>Maps the page and its files, unless it is switched off.</summary>
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<FitnessSettings>().ServesPage)
            return;
        routes
            .MapGet(Routes.Page, (HttpContext context) =>
                PageFile.Index is { } page ? page.WriteAsync(context) : WriteUnbuiltAsync(context)
            )
            .ExcludeFromDescription();
        routes
            .MapGet($"{Routes.PageFiles}/{{name}}", (string name, HttpContext context) =>
                PageFile.Find(name) is { } file ? file.WriteAsync(context) : ProblemResult.Of(ProblemTypes.NotFound).ExecuteAsync(context)
            )
            .ExcludeFromDescription();
    }

    private static Task WriteUnbuiltAsync(HttpContext context) =>
        ProblemResult
            .Of(
                ProblemTypes.NotFound,
                $"This build has no page, because npm was missing or failed. Install Node.js and build again; 'dotnet build Fitness.Api' says what npm lacks. The API is complete without it: see {Routes.ApiReference}."
            )
            .ExecuteAsync(context);
}
