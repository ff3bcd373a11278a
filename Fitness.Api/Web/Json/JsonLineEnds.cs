using System.Buffers;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Web.Json;

internal static class JsonLineEnds
{
    // How the framework writes it; anything else is looked at in parts.
    private const string Usual = "application/json;";

    /// <summary>Ends every JSON response with a line end, so that a terminal's next prompt has a line of its own. Must come before everything that writes one.</summary>
    public static void UseJsonLineEnds(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                var response = context.Response;
                response.OnStarting(AnnounceAsync, response);
                await next(context);
                if (!IsJson(response) || HttpMethods.IsHead(context.Request.Method) || context.RequestAborted.IsCancellationRequested)
                    return;
                response.BodyWriter.Write("\n"u8);
                // With chunks, the server sends it together with their end.
                if (response.ContentLength is not null)
                    await response.BodyWriter.FlushAsync(context.RequestAborted);
            }
        );

    /// <summary>A length that was announced is one more.</summary>
    private static Task AnnounceAsync(object state)
    {
        var response = (HttpResponse)state;
        if (response.ContentLength is { } length && IsJson(response))
            response.ContentLength = length + 1;
        return Task.CompletedTask;
    }

    private static bool IsJson(HttpResponse response) =>
        response.ContentType is { } type && (type.StartsWith(Usual, StringComparison.Ordinal) || IsJson(type));

    private static bool IsJson(string mediaType) =>
        MediaTypeHeaderValue.TryParse(mediaType, out var type)
        && (
            type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)
        );
}
