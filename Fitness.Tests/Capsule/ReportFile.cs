using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fitness.Tests.Capsule;

/// <summary>A report as its reporter gets it.</summary>
internal static class ReportFile
{
    /// <summary>Without escapes of characters beyond ASCII.</summary>
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes one, and unpacks it.</summary>
    public static async Task<Dictionary<string, byte[]>> MakeAsync(HttpClient client, string body = """{"title":"x"}""")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(Routes.Report, content, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return Unpack(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Unpacks one.</summary>
    public static Dictionary<string, byte[]> Unpack(byte[] content)
    {
        using var archive = new ZipArchive(new MemoryStream(content));
        return archive.Entries.ToDictionary(
            entry => entry.FullName,
            entry =>
            {
                using var file = new MemoryStream();
                using var stream = entry.Open();
                stream.CopyTo(file);
                return file.ToArray();
            },
            StringComparer.Ordinal
        );
    }

    /// <summary>The documents of a file with one a line.</summary>
    public static List<JsonNode> Lines(byte[] file) =>
        [.. Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    /// <summary>None of the texts is in a file.</summary>
    public static void HasNot(Dictionary<string, byte[]> files, params string[] texts)
    {
        foreach (var (name, content) in files)
        {
            foreach (var text in texts)
                Assert.False(content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0, $"{name} has {text}");
        }
    }
}
