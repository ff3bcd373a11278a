using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>Writes the files of a capsule into an archive, without the secrets that are found in them.</summary>
internal sealed class CapsuleFile : IDisposable
{
    /// <summary>The archive's media type.</summary>
    public const string MediaType = "application/zip";

    /// <summary>How a document is written for people.</summary>
    public static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>How a document is written in one line.</summary>
    public static readonly JsonSerializerOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Another = "'";

    private readonly MemoryStream bytes = new();
    private readonly ZipArchive archive;
    private readonly List<CapsulePart> parts = [];
    private readonly Dictionary<(string File, string Kind), int> redacted = [];
    private readonly SecretSearch secrets;
    private readonly DateTimeOffset time;

    /// <param name="secrets">Finds secrets.</param>
    /// <param name="time">The time of its files.</param>
    public CapsuleFile(SecretSearch secrets, DateTimeOffset time)
    {
        this.secrets = secrets;
        this.time = time;
        archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true);
    }

    /// <summary>Adds a document.</summary>
    public void Add(string name, JsonNode document) => Write(name, Redact(name, document)!.ToJsonString(Readable) + "\n");

    /// <summary>Adds documents, one a line.</summary>
    public void Add(string name, IEnumerable<JsonNode> lines) =>
        Write(name, string.Concat(lines.Select(line => Redact(name, line)!.ToJsonString(Line) + "\n")));

    /// <summary>Adds a text.</summary>
    public void Add(string name, string text) => Write(name, Redact(name, text));

    /// <summary>Adds a file as it is.</summary>
    /// <exception cref="StartException">A secret is in it.</exception>
    public void Add(string name, byte[] content)
    {
        if (secrets.Find(content) is { } kind)
            throw new StartException($"{name} has a secret that nothing can take the place of: {kind}.");
        Write(name, content);
    }

    /// <summary>Adds the index, which knows all others, and ends it.</summary>
    public byte[] End(Func<IReadOnlyList<CapsulePart>, CapsuleIndex> index)
    {
        var document = Redact(CapsuleNames.Index, JsonSerializer.SerializeToNode(index([.. parts]), ReportJson.Default.CapsuleIndex))!;
        if (redacted.Count > 0)
            document["redacted"] = JsonSerializer.SerializeToNode(
                redacted.Select(one => new RedactedSecret(one.Key.File, one.Key.Kind, one.Value)).ToList(),
                ReportJson.Default.IReadOnlyListRedactedSecret
            );
        Write(CapsuleNames.Index, document.ToJsonString(Readable) + "\n");
        archive.Dispose();
        return bytes.ToArray();
    }

    public void Dispose()
    {
        archive.Dispose();
        bytes.Dispose();
    }

    private string Redact(string name, string text) => secrets.Redact(text, kind => Count(name, kind));

    private JsonNode? Redact(string name, JsonNode? node) =>
        node switch
        {
            JsonObject members => RedactMembers(name, members),
            JsonArray items => new JsonArray([.. items.Select(item => Redact(name, item))]),
            JsonValue value when value.TryGetValue<string>(out var text) => Redact(name, text),
            _ => node?.DeepClone(),
        };

    private JsonObject RedactMembers(string name, JsonObject members)
    {
        var all = new JsonObject();
        foreach (var (member, value) in members)
        {
            var open = Redact(name, member);
            // Two names can be two secrets of one kind.
            while (all.ContainsKey(open))
                open += Another;
            all[open] = IsSecret(name, member, value) ? RedactValue(name) : Redact(name, value);
        }
        return all;
    }

    // What a container's options are called, nobody knows beforehand.
    private static bool IsSecret(string name, string member, JsonNode? value) =>
        name == CapsuleNames.Container && SecretPatterns.IsSecretName(member) && value is JsonValue text && text.TryGetValue<string>(out _);

    private JsonValue RedactValue(string name)
    {
        const string kind = "value of a secret's name";
        Count(name, kind);
        return JsonValue.Create(SecretSearch.Redacted(kind));
    }

    private void Count(string name, string kind) => redacted[(name, kind)] = redacted.GetValueOrDefault((name, kind)) + 1;

    private void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private void Write(string name, byte[] content)
    {
        parts.Add(new CapsulePart(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = time;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
