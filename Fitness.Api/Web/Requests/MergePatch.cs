using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Web.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace Fitness.Api.Web.Requests;

/// <summary>A JSON Merge Patch (RFC 7396) whose fields are checked; <see cref="Apply"/> checks the patched whole.</summary>
internal sealed class MergePatch<T> : ICheckedInput, IBindableFromHttpContext<MergePatch<T>>, IEndpointParameterMetadataProvider
    where T : class, IInput<T>
{
    private readonly JsonElement patch;

    private MergePatch(JsonElement patch, ProblemResult? problem) => (this.patch, Problem) = (patch, problem);

    public ProblemResult? Problem { get; }

    /// <summary>The target with the patch's fields replaced, and those that the patch sets to null removed.</summary>
    /// <returns>The patched value, or null with at least one error added.</returns>
    public T? Apply(T target, RequestErrors errors)
    {
        var result = JsonSerializer.SerializeToNode(target, T.JsonType)!.AsObject();
        foreach (var property in patch.EnumerateObject())
        {
            // Every field is a scalar, so RFC 7396's recursion ends here.
            result[property.Name] = property.Value.ValueKind == JsonValueKind.Null ? null : JsonValue.Create(property.Value);
        }
        using var document = JsonDocument.Parse(result.ToJsonString());
        return InputReader<T>.Read(document.RootElement, errors);
    }

    public static async ValueTask<MergePatch<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (document, problem) = await JsonDocuments.ReadAsync(context.Request, JsonDocuments.MergePatch, JsonDocuments.Json);
        if (document is null)
            return new MergePatch<T>(default, problem);
        using (document)
        {
            var errors = new RequestErrors();
            InputReader<T>.Check(document.RootElement, errors, partial: true);
            return new MergePatch<T>(document.RootElement.Clone(), errors.Any ? ProblemResult.Invalid(errors) : null);
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([JsonDocuments.MergePatch, JsonDocuments.Json], typeof(T)));
}
