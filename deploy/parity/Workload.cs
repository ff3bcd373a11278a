using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fitness.Parity.Local;

namespace Fitness.Parity;

/// <summary>The requests that <c>--probe</c> sends to both sides: <c>deploy/parity.workload.json</c>.</summary>
/// <param name="Steps">The requests in order.</param>
internal sealed record Workload(WorkloadStep[] Steps)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="CommandException">The file is missing or invalid, or two steps have the same name.</exception>
    public static Workload Read(string path)
    {
        var workload = StrictJson.Read(path, content => JsonSerializer.Deserialize(content, WorkloadJson.Default.Workload));
        if (workload.Steps.CountBy(step => step.Name, StringComparer.Ordinal).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
            throw new CommandException($"{path} has two steps '{twice}'.");
        return workload;
    }
}

/// <summary>One request.</summary>
/// <param name="Name">Its purpose; no other step has the same name.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query; <c>{name}</c> stands for a value kept from an earlier response.</param>
/// <param name="Headers">Headers, with the same placeholders.</param>
/// <param name="ContentType">The body's media type; <c>application/json</c> for <paramref name="Json"/>, unless given.</param>
/// <param name="Json">The body as JSON.</param>
/// <param name="Text">The body as text.</param>
/// <param name="Spaces">The number of spaces that make up the body.</param>
/// <param name="Large">A batch of large activities as the body.</param>
/// <param name="Keep">Values for later requests, by name: the response's <c>header:NAME</c>, or a JSON Pointer into its body.</param>
internal sealed record WorkloadStep(
    string Name,
    string Method,
    string Path,
    Dictionary<string, string>? Headers = null,
    string? ContentType = null,
    JsonNode? Json = null,
    string? Text = null,
    int? Spaces = null,
    LargeBatch? Large = null,
    Dictionary<string, string>? Keep = null
)
{
    /// <summary>The body; null for none.</summary>
    public string? Body => Json?.ToJsonString() ?? Text ?? Large?.ToJson() ?? (Spaces is { } count ? new string(' ', count) : null);

    /// <summary>The request, for people.</summary>
    public override string ToString() =>
        string.Join(
            ' ',
            [Method, Path, .. (Headers ?? []).Select(header => $"{header.Key}: {header.Value}"), .. Body is { } body ? new[] { body } : []]
        );
}

/// <summary>Activities large enough to fill several pages of the storage.</summary>
/// <param name="Prefix">The beginning of their ids; a number follows.</param>
/// <param name="Items">The number of activities.</param>
/// <param name="NoteBytes">The size of each activity's notes, in bytes.</param>
internal sealed record LargeBatch(string Prefix, int Items, int NoteBytes)
{
    private static readonly DateTimeOffset First = new(2025, 3, 1, 6, 0, 0, TimeSpan.Zero);

    /// <summary>The body of <c>POST /v1/activities/batch</c>.</summary>
    public string ToJson() =>
        new JsonObject
        {
            ["items"] = new JsonArray([
                .. Enumerable
                    .Range(0, Items)
                    .Select(index => new JsonObject
                    {
                        ["id"] = string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{index:000}"),
                        ["sport"] = "hiking",
                        ["start"] = First.AddMinutes(10 * index).ToString("O", CultureInfo.InvariantCulture),
                        ["elapsedSeconds"] = index,
                        ["notes"] = new string('n', NoteBytes),
                    }),
            ]),
        }.ToJsonString();
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(Workload))]
internal sealed partial class WorkloadJson : JsonSerializerContext;
