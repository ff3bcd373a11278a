using System.Reflection;
using System.Text.Json;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Http.Metadata;

namespace Fitness.Api.Features.Batch;

/// <summary>One activity of a batch as it was read: what to write, or what is wrong with it.</summary>
internal sealed record BatchEntry(string? Id, Write? Write, ProblemResult? Problem);

/// <summary>The body of a batch. Only an error in the batch as a whole rejects it; an error in one item is reported in that item's result.</summary>
internal sealed class BatchBody : ICheckedInput, IBindableFromHttpContext<BatchBody>, IEndpointParameterMetadataProvider
{
    private const string ItemsField = "items";

    private BatchBody(IReadOnlyList<BatchEntry> entries, ProblemResult? problem) => (Entries, Problem) = (entries, problem);

    public IReadOnlyList<BatchEntry> Entries { get; }

    public ProblemResult? Problem { get; }

    public static async ValueTask<BatchBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (document, problem) = await JsonDocuments.ReadAsync(context.Request, JsonDocuments.Json);
        if (document is null)
            return new BatchBody([], problem);
        using (document)
        {
            var errors = new RequestErrors();
            var items = ReadItems(document.RootElement, errors);
            return errors.Any
                ? new BatchBody([], ProblemResult.Invalid(errors))
                : new BatchBody(RefuseRepeated([.. items.Select(Read)]), null);
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([JsonDocuments.Json], typeof(BatchInput)));

    private static IReadOnlyList<JsonElement> ReadItems(JsonElement body, RequestErrors errors)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            errors.Add("", "The body must be a JSON object.");
            return [];
        }
        foreach (var property in body.EnumerateObject())
        {
            if (!property.TryGetName(out var name) || name != ItemsField)
                errors.Add(name ?? "", $"This is not a field of a batch. The only field is {ItemsField}.");
        }
        if (
            !body.TryGetField(ItemsField, out var items)
            || items.ValueKind != JsonValueKind.Array
            || items.GetArrayLength() is 0 or > BatchInput.MaxItems
        )
        {
            errors.Add(ItemsField, $"The field must be an array of 1 to {BatchInput.MaxItems} activities.");
            return [];
        }
        return [.. items.EnumerateArray()];
    }

    private static BatchEntry Read(JsonElement json)
    {
        var errors = new RequestErrors();
        var item = InputReader<BatchItem>.Read(json, errors);
        var preconditions = Preconditions.OfFields(
            (BatchItem.IfMatchField, item?.IfMatch),
            (BatchItem.IfNoneMatchField, item?.IfNoneMatch),
            errors
        );
        return item is null || errors.Any
            ? new BatchEntry(IdOf(json), null, ProblemResult.Invalid(errors))
            : new BatchEntry(item.Id, Write.Upsert(item.Id!, item.ToInput(), preconditions), null);
    }

    private static string? IdOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetField("id", out var id) && id.TryGetText(out var text) ? text : null;

    /// <summary>All items with a repeated id are refused: nothing says which should win.</summary>
    private static List<BatchEntry> RefuseRepeated(List<BatchEntry> entries)
    {
        var repeated = entries
            .Index()
            .Where(entry => entry.Item.Id is not null)
            .GroupBy(entry => entry.Item.Id, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .ToList();
        foreach (var group in repeated)
        {
            var indexes = string.Join(", ", group.Select(entry => $"{ItemsField}[{entry.Index}]"));
            var problem = ProblemResult.Invalid(
                RequestErrors.Of("id", $"An id may occur only once in a batch; this one is used by {indexes}.")
            );
            foreach (var (index, entry) in group)
                entries[index] = entry with { Write = null, Problem = entry.Problem ?? problem };
        }
        return entries;
    }
}
