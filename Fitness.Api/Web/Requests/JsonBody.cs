using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Fitness.Api.Web.Problems;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Web.Requests;

/// <summary>A JSON body that was read and checked.</summary>
internal sealed class JsonBody<T> : ICheckedInput, IBindableFromHttpContext<JsonBody<T>>, IEndpointParameterMetadataProvider where T : class
{
    private readonly T? value;

    private JsonBody(T? value, ProblemResult? problem) => (this.value, Problem) = (value, problem);

    public ProblemResult? Problem { get; }

    public T Value => value ?? throw new InvalidOperationException("The endpoint lacks WithCheckedInput().");

    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (document, problem) = await JsonDocuments.ReadAsync(context.Request, JsonDocuments.Json);
        if (document is null) return new JsonBody<T>(null, problem);
        using (document)
        {
            var errors = new RequestErrors();
            var value = InputReader<T>.Read(document.RootElement, errors);
            return new JsonBody<T>(value, value is null ? ProblemResult.Invalid(errors) : null);
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([JsonDocuments.Json], typeof(T)));
}

/// <summary>A JSON Merge Patch (RFC 7396) whose fields were checked; the patched whole is checked by <see cref="Apply"/>.</summary>
internal sealed class MergePatch<T> : ICheckedInput, IBindableFromHttpContext<MergePatch<T>>, IEndpointParameterMetadataProvider where T : class
{
    private readonly JsonElement patch;

    private MergePatch(JsonElement patch, ProblemResult? problem) => (this.patch, Problem) = (patch, problem);

    public ProblemResult? Problem { get; }

    /// <summary>The target with the patch's fields replaced, and those that the patch gives as null removed.</summary>
    /// <returns>The patched value, or null with at least one error added.</returns>
    public T? Apply(T target, RequestErrors errors)
    {
        var result = JsonSerializer.SerializeToNode(target, FitnessJson.Default.GetTypeInfo(typeof(T))!)!.AsObject();
        foreach (var property in patch.EnumerateObject())
        {
            // Every field is a scalar, so that RFC 7396's recursion ends here.
            result[property.Name] = property.Value.ValueKind == JsonValueKind.Null ? null : System.Text.Json.Nodes.JsonValue.Create(property.Value);
        }
        using var document = JsonDocument.Parse(result.ToJsonString());
        return InputReader<T>.Read(document.RootElement, errors);
    }

    public static async ValueTask<MergePatch<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (document, problem) = await JsonDocuments.ReadAsync(context.Request, JsonDocuments.MergePatch);
        if (document is null) return new MergePatch<T>(default, problem);
        using (document)
        {
            var errors = new RequestErrors();
            InputReader<T>.Check(document.RootElement, errors, partial: true);
            return new MergePatch<T>(document.RootElement.Clone(), errors.Any ? ProblemResult.Invalid(errors) : null);
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([JsonDocuments.MergePatch], typeof(T)));
}

internal static class JsonDocuments
{
    public const string Json = "application/json";
    public const string MergePatch = "application/merge-patch+json";

    /// <summary>Reads the body as one JSON document of the given media type.</summary>
    public static async Task<(JsonDocument? Document, ProblemResult? Problem)> ReadAsync(HttpRequest request, string mediaType)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var given) || !given.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) || !IsUtf8(given))
            return (null, ProblemResult.Of(ProblemTypes.UnsupportedMediaType));
        try
        {
            return (await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted), null);
        }
        catch (JsonException exception)
        {
            return (null, ProblemResult.Of(ProblemTypes.MalformedJson, $"The body is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}."));
        }
    }

    /// <summary>The property's name, unless it is no valid text: the parser lets lone surrogates and wrong UTF-8 pass until they are read.</summary>
    public static bool TryGetName(this JsonProperty property, [NotNullWhen(true)] out string? name) => TryRead(() => property.Name, out name);

    /// <summary>The object's field of this name; one whose name is no valid text is none.</summary>
    public static bool TryGetField(this JsonElement json, string name, out JsonElement value)
    {
        var field = json.EnumerateObject().FirstOrDefault(property => property.TryGetName(out var found) && found == name);
        value = field.Value;
        return value.ValueKind != JsonValueKind.Undefined;
    }

    /// <summary>The text of a JSON string, unless it is something else or no valid text.</summary>
    public static bool TryGetText(this JsonElement json, [NotNullWhen(true)] out string? text) => TryRead(() => json.ValueKind == JsonValueKind.String ? json.GetString() : null, out text);

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
        !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
