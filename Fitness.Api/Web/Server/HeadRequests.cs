namespace Fitness.Api.Web.Server;

/// <summary>HEAD wherever there is GET, with the same status and headers (RFC 9110, section 9.1). The server leaves the body out.</summary>
internal static class HeadRequests
{
    /// <summary>A group for all routes of the service: those that are mapped in it, by a library too, answer HEAD if they answer GET.</summary>
    public static IEndpointRouteBuilder MapGroupWithHead(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        ((IEndpointConventionBuilder)group).Finally(AddHead);
        return group;
    }

    private static void AddHead(EndpointBuilder endpoint)
    {
        for (var index = 0; index < endpoint.Metadata.Count; index++)
        {
            if (
                endpoint.Metadata[index] is HttpMethodMetadata known
                && IsWithout(known, HttpMethods.Head)
                && !IsWithout(known, HttpMethods.Get)
            )
                endpoint.Metadata[index] = new HttpMethodMetadata([.. known.HttpMethods, HttpMethods.Head], known.AcceptCorsPreflight);
        }
    }

    private static bool IsWithout(HttpMethodMetadata known, string method) =>
        !known.HttpMethods.Contains(method, StringComparer.OrdinalIgnoreCase);
}
