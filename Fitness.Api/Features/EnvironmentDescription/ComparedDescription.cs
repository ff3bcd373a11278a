using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Fitness.Parity;
using Microsoft.AspNetCore.Http.Metadata;
using Pointer = Fitness.Parity.Pointer;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>
/// The body of a comparison: another environment description. Its bounds are far above what a real one needs (some 500 values, eight
/// levels), and low enough that neither the comparison nor its answer grows beyond reason.
/// </summary>
internal sealed class ComparedDescription : ICheckedInput, IBindableFromHttpContext<ComparedDescription>, IEndpointParameterMetadataProvider
{
    /// <summary>Most bytes of the body.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary>Most values that are no object and no array with members.</summary>
    public const int MaxValues = 20_000;

    /// <summary>Most levels of objects and arrays.</summary>
    public const int MaxDepth = 20;

    /// <summary>Most characters of a value's JSON Pointer.</summary>
    public const int MaxPointer = 500;

    private readonly JsonObject? value;

    private ComparedDescription(JsonObject? value, ProblemResult? problem) => (this.value, Problem) = (value, problem);

    public ProblemResult? Problem { get; }

    public JsonObject Value => value ?? throw new InvalidOperationException("The endpoint lacks WithCheckedInput().");

    public static async ValueTask<ComparedDescription?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (document, problem) = await JsonDocuments.ReadAsync(context.Request, JsonDocuments.Json);
        if (document is null)
            return new ComparedDescription(null, problem);
        using (document)
        {
            var errors = new RequestErrors();
            var description = Read(document.RootElement, errors);
            return errors.Any
                ? new ComparedDescription(null, ProblemResult.Invalid(errors, ProblemTypes.NoDescription))
                : new ComparedDescription(description, null);
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([JsonDocuments.Json], typeof(JsonObject)));

    private static JsonObject? Read(JsonElement body, RequestErrors errors)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            errors.Add("", "The body must be a JSON object.");
            return null;
        }
        // A JsonObject reads names and texts late, and throws then.
        var values = 0;
        Check(body, "", 1, errors, ref values);
        if (errors.Any)
            return null;
        var description = JsonObject.Create(body.Clone())!;
        foreach (var (pointer, expected) in DescriptionShape.FindFaults(description))
            errors.Add(pointer, $"It must be {expected}.");
        return description;
    }

    /// <summary>Checks bounds, names and texts, and ends at the first fault: a hostile body is not searched to its end.</summary>
    private static void Check(JsonElement json, string pointer, int depth, RequestErrors errors, ref int values)
    {
        if (pointer.Length > MaxPointer)
            errors.Add($"{pointer[..MaxPointer]}…", $"The names on the way to a value may have {MaxPointer} characters together.");
        else if (depth > MaxDepth)
            errors.Add(pointer, $"Objects and arrays may be nested {MaxDepth} levels deep.");
        else if (json.ValueKind == JsonValueKind.Object && json.EnumerateObject().Any())
            CheckMembers(json, pointer, depth, errors, ref values);
        else if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0)
        {
            var index = 0;
            foreach (var item in json.EnumerateArray())
            {
                Check(item, $"{pointer}/{index++}", depth + 1, errors, ref values);
                if (errors.Any)
                    return;
            }
        }
        else if (++values > MaxValues)
            errors.Add("", $"A description may have {MaxValues} values.");
        else if (json.ValueKind == JsonValueKind.String && !json.TryGetText(out _))
            errors.Add(pointer, "The text is not valid Unicode.");
    }

    private static void CheckMembers(JsonElement json, string pointer, int depth, RequestErrors errors, ref int values)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!member.TryGetName(out var name))
                errors.Add(pointer, "A member's name is not valid Unicode.");
            else if (!names.Add(name))
                errors.Add($"{pointer}/{Pointer.Escape(name)}", "The member is given more than once.");
            else
                Check(member.Value, $"{pointer}/{Pointer.Escape(name)}", depth + 1, errors, ref values);
            if (errors.Any)
                return;
        }
    }
}
