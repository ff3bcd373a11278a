using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Fitness.Api.Web.Problems;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Web.Requests;

/// <summary>Reads bodies as JSON documents.</summary>
internal static class JsonDocuments
{
    public const string Json = "application/json";
    public const string MergePatch = "application/merge-patch+json";

    /// <summary>Reads the body as one JSON document of one of the media types.</summary>
    public static async Task<(JsonDocument? Document, ProblemResult? Problem)> ReadAsync(HttpRequest request, params string[] mediaTypes)
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var given)
            || !mediaTypes.Contains(given.MediaType.Value, StringComparer.OrdinalIgnoreCase)
            || !IsUtf8(given)
        )
            return (null, ProblemResult.Of(ProblemTypes.UnsupportedMediaType));
        if (ContentCodings.Refuse(request, ContentCodings.Identity) is { } coded)
            return (null, coded);
        try
        {
            return (await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted), null);
        }
        catch (JsonException exception)
        {
            return (
                null,
                ProblemResult.Of(
                    ProblemTypes.MalformedJson,
                    $"The body is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}."
                )
            );
        }
    }

    /// <summary>The property's name, unless it is not valid text: the parser accepts lone surrogates and invalid UTF-8 until they are read.</summary>
    public static bool TryGetName(this JsonProperty property, [NotNullWhen(true)] out string? name) =>
        TryRead(() => property.Name, out name);

    /// <summary>The object's field with this name; fields whose names are not valid text are ignored.</summary>
    public static bool TryGetField(this JsonElement json, string name, out JsonElement value)
    {
        var field = json.EnumerateObject().FirstOrDefault(property => property.TryGetName(out var found) && found == name);
        value = field.Value;
        return value.ValueKind != JsonValueKind.Undefined;
    }

    /// <summary>The text of a JSON string, unless it is something else or not valid text.</summary>
    public static bool TryGetText(this JsonElement json, [NotNullWhen(true)] out string? text) =>
        TryRead(() => json.ValueKind == JsonValueKind.String ? json.GetString() : null, out text);

    private static bool TryRead(Func<string?> read, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = read();
        }
        catch (InvalidOperationException)
        {
            text = null;
        }
        return text is not null;
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
