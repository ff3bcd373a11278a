namespace Fitness.Api.Web.Server;

/// <summary>
/// What every response says to a browser and to whatever keeps responses on the way: do not keep it, take it for what it says it is, tell
/// no other address of it, and, opened by itself, load and run nothing. A response that sets one of these itself keeps it.
/// </summary>
internal static class ResponseHeaders
{
    private const string NoStore = "no-store";
    private const string NoSniffing = "nosniff";
    private const string ReferrerPolicy = "Referrer-Policy";
    private const string NoReferrer = "no-referrer";
    private const string LoadsNothing = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Adds the headers. Must come before everything that responds.</summary>
    public static void UseResponseHeaders(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                // Set just before the response starts, because error handling clears the headers; the first to register runs last.
                context.Response.OnStarting(AddAsync, context);
                return next(context);
            }
        );

    /// <summary>Sets the content security policy of the endpoints' own responses; an error has the usual one.</summary>
    public static TBuilder WithContentSecurityPolicy<TBuilder>(this TBuilder builder, string policy)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Policy(policy));

    private static Task AddAsync(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniffing;
        headers[ReferrerPolicy] = NoReferrer;
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = NoStore;
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = context.GetEndpoint()?.Metadata.GetMetadata<Policy>()?.Value ?? LoadsNothing;
        return Task.CompletedTask;
    }

    private sealed record Policy(string Value);
}
