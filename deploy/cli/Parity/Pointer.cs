using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fitness.Cli.Parity;

/// <summary>A JSON document as its leaves by JSON Pointer (RFC 6901), each as its JSON text.</summary>
internal static class Pointer
{
    /// <summary>Stands beside an array's elements for how many there are.</summary>
    public const string Count = "count";

    public static SortedDictionary<string, string> Flatten(JsonObject document)
    {
        var leaves = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add("", document);
        return leaves;

        void Add(string pointer, JsonNode? node)
        {
            if (node is JsonObject { Count: > 0 } parent)
                foreach (var (name, child) in parent) Add($"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", child);
            else if (node is JsonArray { Count: > 0 } list)
            {
                leaves[$"{pointer}/{Count}"] = list.Count.ToString(CultureInfo.InvariantCulture);
                foreach (var (index, child) in list.Index()) Add(string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"), child);
            }
            else leaves[pointer] = node?.ToJsonString() ?? "null";
        }
    }

    /// <summary>A leaf for people and conditions: a text without its quotes.</summary>
    public static string Text(string json) => json.StartsWith('"') ? JsonSerializer.Deserialize<string>(json)! : json;

    /// <summary>What stands in a pointer for the last segment with <c>*</c> of its pattern, or for the last one.</summary>
    public static string Segment(string pointer, string pattern)
    {
        var index = Array.FindLastIndex(pattern.Split('/'), segment => segment.Contains('*', StringComparison.Ordinal));
        return pointer.Split('/')[index < 0 ? ^1 : index].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
    }

    /// <summary>The pattern of a pointer with <c>*</c>; its first group is the part that was matched.</summary>
    public static Regex Pattern(string pointer, bool withBelow) =>
        new($"^({Regex.Escape(pointer).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}){(withBelow ? "(/|$)" : "$")}", RegexOptions.CultureInvariant);
}
