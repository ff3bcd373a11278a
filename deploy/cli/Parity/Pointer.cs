using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fitness.Cli.Parity;

/// <summary>A JSON document as its leaves by JSON Pointer (RFC 6901), each as its JSON text. An array is a leaf.</summary>
internal static class Pointer
{
    public static SortedDictionary<string, string> Flatten(JsonObject document)
    {
        var leaves = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add("", document);
        return leaves;

        void Add(string pointer, JsonNode? node)
        {
            if (node is JsonObject { Count: > 0 } parent)
                foreach (var (name, child) in parent) Add($"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", child);
            else leaves[pointer] = node?.ToJsonString() ?? "null";
        }
    }

    /// <summary>A leaf for people and conditions: a text without its quotes.</summary>
    public static string Text(string json) => json.StartsWith('"') ? JsonSerializer.Deserialize<string>(json)! : json;

    /// <summary>The pattern of a pointer with <c>*</c>; its first group is the part that was matched.</summary>
    public static Regex Pattern(string pointer, bool withBelow) =>
        new($"^({Regex.Escape(pointer).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}){(withBelow ? "(/|$)" : "$")}", RegexOptions.CultureInvariant);
}
