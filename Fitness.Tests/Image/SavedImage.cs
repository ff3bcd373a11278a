using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Fitness.Tests.Support;

namespace Fitness.Tests.Image;

/// <summary>An image as <c>docker save</c> writes it: its layers, their files, its configuration.</summary>
internal static class SavedImage
{
    private static readonly byte[] GZip = [0x1f, 0x8b];

    /// <summary>The files in which one of the texts is, with the text; the layers are unpacked.</summary>
    public static async Task<List<string>> FindAsync(string image, IReadOnlyCollection<string> texts)
    {
        var path = Path.Combine(Folders.Create(), "image.tar");
        await Docker.RunAsync("image", "save", "--output", path, image);
        await using var file = File.OpenRead(path);
        var found = new List<string>();
        await SearchAsync(file, "", [.. texts.Select(text => (text, Encoding.UTF8.GetBytes(text)))], found);
        return found;
    }

    private static async Task SearchAsync(Stream archive, string place, List<(string Text, byte[] Bytes)> texts, List<string> found)
    {
        await using var reader = new TarReader(archive, leaveOpen: true);
        while (await reader.GetNextEntryAsync(copyData: false, TestContext.Current.CancellationToken) is { } entry)
        {
            var name = $"{place}/{entry.Name}";
            using var content = new MemoryStream();
            if (entry.DataStream is { } data)
                await data.CopyToAsync(content, TestContext.Current.CancellationToken);
            var bytes = content.ToArray();
            found.AddRange(
                texts
                    .Where(text => entry.Name.Contains(text.Text, StringComparison.Ordinal) || bytes.AsSpan().IndexOf(text.Bytes) >= 0)
                    .Select(text => $"{name}: {text.Text}")
            );
            // The layers are in the archive itself; what is packed in a layer is a file like others.
            if (place.Length > 0)
                continue;
            content.Position = 0;
            if (bytes.AsSpan().StartsWith(GZip))
            {
                await using var layer = new GZipStream(content, CompressionMode.Decompress);
                await SearchAsync(layer, name, texts, found);
            }
            else if (bytes.Length > 262 && bytes.AsSpan(257).StartsWith("ustar"u8))
                await SearchAsync(content, name, texts, found);
        }
    }
}
