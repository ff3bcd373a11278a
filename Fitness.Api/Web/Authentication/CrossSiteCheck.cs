using Fitness.Api.Settings;
using Fitness.Api.Web.Problems;

namespace Fitness.Api.Web.Authentication;

/// <summary>
/// Refuses changes that a page of another site asks for, where no tokens are checked. A browser sends such requests, even though the
/// page cannot read the answers. Programs, the mobile client among them, send neither of the two headers that tell.
/// </summary>
internal static class CrossSiteCheck
{
    // Fetch Metadata (https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header): a page of this service, and no page at all.
    private static readonly string[] OwnSites = ["same-origin", "none"];

    /// <summary>Checks every request that may change something, unless a token has to speak for the caller.</summary>
    public static void UseCrossSiteCheck(this WebApplication app)
    {
        if (app.Services.GetRequiredService<FitnessSettings>().ChecksTokens)
            return;
        app.Use(
            (context, next) =>
                IsSafe(context.Request.Method) || !IsFromAnotherSite(context.Request)
                    ? next(context)
                    : ProblemResult.Of(ProblemTypes.CrossSite).ExecuteAsync(context)
        );
    }

    /// <summary>The methods of the API that change nothing (RFC 9110, section 9.2.1).</summary>
    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsFromAnotherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].Any(site => !OwnSites.Contains(site, StringComparer.Ordinal))
        || request.Headers.Origin.Any(origin => !IsOwn(origin, request));

    /// <summary>Whether scheme, host and port are those of the request; <c>null</c>, of a page that hides its origin, is another one.</summary>
    private static bool IsOwn(string? origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var sender)
        && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var own)
        && Uri.Compare(sender, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
