using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Fitness.Tests.Capsule;

/// <summary>Changes a capsule in a folder, and its hashes with it.</summary>
internal static class CapsuleEdit
{
    /// <summary>Changes its requests.</summary>
    public static void Requests(string folder, Func<JsonNode[], JsonNode[]> change) => Lines(folder, CapsuleNames.Requests, change);

    /// <summary>Changes the items of its table.</summary>
    public static void Table(string folder, Func<JsonNode[], JsonNode[]> change) => Lines(folder, CapsuleNames.Table, change);

    /// <summary>Changes its index.</summary>
    public static void Index(string folder, Action<JsonNode> change)
    {
        var path = Path.Combine(folder, CapsuleNames.Index);
        var index = JsonNode.Parse(File.ReadAllText(path))!;
        change(index);
        File.WriteAllText(path, index.ToJsonString());
    }

    private static void Lines(string folder, string name, Func<JsonNode[], JsonNode[]> change)
    {
        var path = Path.Combine(folder, name);
        var lines = File.ReadAllLines(path).Select(line => JsonNode.Parse(line)!).ToArray();
        File.WriteAllLines(path, change(lines).Select(line => line.ToJsonString()));
        Index(folder, index =>
        {
            foreach (var file in index["files"]!.AsArray().Where(file => (string?)file!["name"] == name))
            {
                var content = File.ReadAllBytes(path);
                file!["bytes"] = content.Length;
                file["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content));
            }
        });
    }
}
