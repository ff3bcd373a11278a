using System.Buffers;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Web.Json;

internal static class JsonLineEnds
{
    /// <summary>Ends every JSON response with a line end, so that a terminal's next prompt has a line of its own. Must come before everything that writes one.</summary>
    public static void UseJsonLineEnds(this WebApplication app) => app.Use(async (context, next) =>
    {
        await next(context);
        var response = context.Response;
        // A length that was announced, and a response without a body, stay as they are.
        if (response.ContentLength is null && !HttpMethods.IsHead(context.Request.Method) && IsJson(response.ContentType) && !context.RequestAborted.IsCancellationRequested)
        {
            response.BodyWriter.Write("\n"u8);
        }
    });

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
}
