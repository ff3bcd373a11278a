using System.Globalization;
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

    private readonly MemoryStream bytes = new();
    private readonly ZipArchive archive;
    private readonly List<CapsulePart> parts = [];
    private readonly Dictionary<(string File, string Kind), int> redacted = [];
    private readonly Dictionary<(string Kind, string Secret), int> numbers = [];
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

    private string Redact(string name, string text) => secrets.Redact(text, (kind, secret) => Replace(name, kind, secret));

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
            all[Redact(name, member)] = value switch
            {
                JsonValue text when IsSecret(name, member) && text.TryGetValue<string>(out var secret) => Replace(
                    name,
                    "value of a secret's name",
                    secret
                ),
                // An address has no blanks.
                JsonValue text when name == CapsuleNames.Requests && member == "target" && text.TryGetValue<string>(out var target) =>
                    Redact(name, target).Replace(" ", "%20", StringComparison.Ordinal),
                _ => Redact(name, value),
            };
        }
        return all;
    }

    // What a container's options are called, nobody knows beforehand.
    private static bool IsSecret(string name, string member) => name == CapsuleNames.Container && SecretPatterns.IsSecretName(member);

    // Two secrets of one kind stay two: they can be ids.
    private string Replace(string name, string kind, string secret)
    {
        redacted[(name, kind)] = redacted.GetValueOrDefault((name, kind)) + 1;
        if (!numbers.TryGetValue((kind, secret), out var number))
            numbers[(kind, secret)] = number = numbers.Keys.Count(known => known.Kind == kind) + 1;
        return number == 1 ? $"[redacted: {kind}]" : string.Create(CultureInfo.InvariantCulture, $"[redacted: {kind} {number}]");
    }

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
