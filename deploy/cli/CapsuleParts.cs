using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Fitness.Parity.Local;

namespace Fitness.Cli;

/// <summary>A capsule's data part, as the captured build has written it.</summary>
/// <param name="archive">The ZIP archive.</param>
internal sealed class CapsuleParts(byte[] archive)
{
    /// <summary>The archive.</summary>
    public byte[] Archive => archive;

    /// <summary>Its index.</summary>
    public JsonNode Index { get; } = ReadIndex(archive);

    /// <summary>The lines of one of its files.</summary>
    public int CountLines(string name)
    {
        using var zip = Open();
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        var lines = 0;
        while (reader.ReadLine() is not null)
            lines++;
        return lines;
    }

    /// <summary>The folder as a tar archive that only its owner can read.</summary>
    public MemoryStream ToTar((int User, int Group) owner)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        using (var zip = Open())
        {
            var folders = zip
                .Entries.Where(entry => entry.FullName.Contains('/', StringComparison.Ordinal))
                .Select(entry => $"/{entry.FullName[..entry.FullName.LastIndexOf('/')]}")
                .Append("")
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal);
            foreach (var folder in folders)
                Write(writer, TarEntryType.Directory, CapsuleNames.PathInImage[1..] + folder, owner, null);
            foreach (var entry in zip.Entries)
            {
                using var content = new MemoryStream();
                using (var stream = entry.Open())
                    stream.CopyTo(content);
                content.Position = 0;
                Write(writer, TarEntryType.RegularFile, $"{CapsuleNames.PathInImage[1..]}/{entry.FullName}", owner, content);
            }
        }
        tar.Position = 0;
        return tar;
    }

    private static void Write(TarWriter to, TarEntryType type, string name, (int User, int Group) owner, Stream? content) =>
        to.WriteEntry(PrivateFile.Entry(type, name, owner, content));

    private ZipArchive Open() => new(new MemoryStream(archive));

    private static JsonNode ReadIndex(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        using var index = zip.GetEntry(CapsuleNames.Index)!.Open();
        return JsonNode.Parse(index)!;
    }
}
