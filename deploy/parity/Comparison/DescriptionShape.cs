using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fitness.Parity;

/// <summary>
/// What an environment description has to be so that it can be compared: the parts that the comparison looks into. Whatever else differs in
/// its shape is a difference like any other, because a description of another release has other members.
/// </summary>
internal static class DescriptionShape
{
    private static readonly string[] Texts = ["/environment", "/build/version"];
    private static readonly string[] Objects =
    [
        "/build",
        "/software",
        "/settings",
        "/process",
        "/storage",
        "/storage/definition",
        "/behaviour",
    ];

    // What a release did not describe yet, what a program that does not serve cannot know, and what a probe adds.
    private static readonly string[] OptionalObjects =
    [
        "/software/assemblies",
        "/inputs",
        "/inputs/variables",
        "/inputs/files",
        "/logging",
        "/network",
        "/storage/found",
        "/time",
        "/probe",
    ];
    private static readonly string[] OptionalTexts = ["/secretsKey"];

    /// <summary>What is wrong: the JSON Pointer (RFC 6901) of each member, and what has to be there.</summary>
    public static IEnumerable<(string Pointer, string Expected)> FindFaults(JsonObject description) =>
        [
            .. Find(description, Texts, JsonValueKind.String, optional: false),
            .. Find(description, Objects, JsonValueKind.Object, optional: false),
            .. Find(description, OptionalTexts, JsonValueKind.String, optional: true),
            .. Find(description, OptionalObjects, JsonValueKind.Object, optional: true),
        ];

    private static IEnumerable<(string Pointer, string Expected)> Find(
        JsonObject description,
        string[] pointers,
        JsonValueKind kind,
        bool optional
    ) =>
        pointers
            .Where(pointer =>
                // A member above it that is no object is a fault of its own.
                At(description, pointer[..pointer.LastIndexOf('/')]) is JsonObject parent
                && (parent[pointer[(pointer.LastIndexOf('/') + 1)..]] is { } node ? node.GetValueKind() != kind : !optional)
            )
            .Select(pointer =>
                (pointer, (kind == JsonValueKind.Object ? "a JSON object" : "a text") + (optional ? ", null or absent" : ""))
            );

    private static JsonNode? At(JsonObject description, string pointer) =>
        pointer.Split('/')[1..].Aggregate((JsonNode?)description, (node, segment) => (node as JsonObject)?[segment]);
}
