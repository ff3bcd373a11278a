using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>Writes the files of a capsule into an archive.</summary>
internal sealed class CapsuleFile : IDisposable
{
    /// <summary>The archive's media type.</summary>
    public const string MediaType = "application/zip";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>How a document is written in one line.</summary>
    public static readonly JsonSerializerOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly MemoryStream bytes = new();
    private readonly ZipArchive archive;
    private readonly List<CapsulePart> parts = [];
    private readonly DateTimeOffset time;

    /// <param name="time">The time of its files.</param>
    public CapsuleFile(DateTimeOffset time)
    {
        this.time = time;
        archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true);
    }

    /// <summary>Adds a document.</summary>
    public void Add(string name, JsonNode document) => Add(name, document.ToJsonString(Readable) + "\n");

    /// <summary>Adds documents, one a line.</summary>
    public void Add(string name, IEnumerable<JsonNode> lines) =>
        Add(name, string.Concat(lines.Select(line => line.ToJsonString(Line) + "\n")));

    /// <summary>Adds the index, which knows all others, and ends it.</summary>
    public byte[] End(Func<IReadOnlyList<CapsulePart>, CapsuleIndex> index)
    {
        var document = JsonSerializer.SerializeToNode(index([.. parts]), ReportJson.Default.CapsuleIndex)!;
        Add(CapsuleNames.Index, document);
        archive.Dispose();
        return bytes.ToArray();
    }

    public void Dispose()
    {
        archive.Dispose();
        bytes.Dispose();
    }

    private void Add(string name, string text) => Add(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a file as it is.</summary>
    public void Add(string name, byte[] content)
    {
        parts.Add(new CapsulePart(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = time;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
