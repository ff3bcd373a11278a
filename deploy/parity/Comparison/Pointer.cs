using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fitness.Parity;

/// <summary>A JSON document as its leaves: JSON Pointer (RFC 6901) and JSON text.</summary>
internal static class Pointer
{
    /// <summary>The extra leaf of an array that has the number of its elements.</summary>
    public const string Count = "count";

    public static SortedDictionary<string, string> Flatten(JsonObject document)
    {
        var leaves = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add("", document);
        return leaves;

        void Add(string pointer, JsonNode? node)
        {
            if (node is JsonObject { Count: > 0 } parent)
                foreach (var (name, child) in parent)
                    Add($"{pointer}/{Escape(name)}", child);
            else if (node is JsonArray { Count: > 0 } list)
            {
                leaves[$"{pointer}/{Count}"] = list.Count.ToString(CultureInfo.InvariantCulture);
                foreach (var (index, child) in list.Index())
                    Add(string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"), child);
            }
            else
                leaves[pointer] = node?.ToJsonString() ?? "null";
        }
    }

    /// <summary>A member's name as a segment of a pointer.</summary>
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>A leaf for people and conditions: a string without its quotes.</summary>
    public static string Text(string json) => json.StartsWith('"') ? JsonSerializer.Deserialize(json, ParityJson.Default.String)! : json;

    /// <summary>The pointer's segment at the last <c>*</c> of its pattern; its last segment if there is none.</summary>
    public static string Segment(string pointer, string pattern)
    {
        var index = Array.FindLastIndex(pattern.Split('/'), segment => segment.Contains('*', StringComparison.Ordinal));
        return pointer
            .Split('/')[index < 0 ? ^1 : index]
            .Replace("~1", "/", StringComparison.Ordinal)
            .Replace("~0", "~", StringComparison.Ordinal);
    }

    /// <summary>The regular expression for a pointer with <c>*</c>; its first group is the matched part.</summary>
    public static Regex Pattern(string pointer, bool withBelow) =>
        new(
            $"^({Regex.Escape(pointer).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}){(withBelow ? @"(/|\z)" : @"\z")}",
            RegexOptions.CultureInvariant,
            TimeSpan.FromMilliseconds(Patterns.TimeoutMilliseconds)
        );
}
