using System.Collections.Frozen;
using System.IO.Compression;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Features.Page;

/// <summary>A file of the page, which the build has compressed and embedded in the program.</summary>
internal sealed class PageFile
{
    private const string IndexName = "index.html";
    private const string Prefix = "page/";
    private const string Gzip = "gzip";

    // Everything comes from this address, and nothing stands in the page itself: neither scripts nor styles. Pico.css has its icons as data.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, PageFile> Files = typeof(PageFile)
        .Assembly.GetManifestResourceNames()
        .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(resource => new PageFile(resource))
        .ToFrozenDictionary(file => file.Name, StringComparer.Ordinal);

    private readonly string resource;
    private readonly string mediaType;

    private PageFile(string resource)
    {
        this.resource = resource;
        Name = resource[Prefix.Length..];
        mediaType = Path.GetExtension(Name) switch
        {
            ".css" => $"{MediaTypeNames.Text.Css}; charset=utf-8",
            ".html" => $"{MediaTypeNames.Text.Html}; charset=utf-8",
            ".js" => $"{MediaTypeNames.Text.JavaScript}; charset=utf-8",
            ".svg" => MediaTypeNames.Image.Svg,
            _ => $"{MediaTypeNames.Text.Plain}; charset=utf-8",
        };
    }

    /// <summary>The page itself, which loads the others; null if the build has none.</summary>
    public static PageFile? Index => Files.GetValueOrDefault(IndexName);

    /// <summary>The file's name, with a hash of its content but for the page itself.</summary>
    public string Name { get; }

    /// <summary>The file with this name; null if there is none. The page itself is not among them.</summary>
    public static PageFile? Find(string name) => name == IndexName ? null : Files.GetValueOrDefault(name);

    /// <summary>Writes the file, compressed unless the caller cannot read that. A name stands for its content for ever; the page itself is not kept.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (Name == IndexName)
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
        else
            headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = HeaderNames.AcceptEncoding;
        context.Response.ContentType = mediaType;
        await using var content = typeof(PageFile).Assembly.GetManifestResourceStream(resource)!;
        if (AcceptsGzip(context.Request.GetTypedHeaders()))
        {
            headers.ContentEncoding = Gzip;
            context.Response.ContentLength = content.Length;
            await content.CopyToAsync(context.Response.Body, context.RequestAborted);
            return;
        }
        await using var unpacked = new GZipStream(content, CompressionMode.Decompress);
        await unpacked.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static bool AcceptsGzip(RequestHeaders headers) =>
        headers
            .AcceptEncoding.Where(coding => coding.Value.Equals(Gzip, StringComparison.OrdinalIgnoreCase) || coding.Value == "*")
            // What is said of it counts more than what is said of all (RFC 9110, 12.5.3).
            .OrderBy(coding => coding.Value == "*")
            .Select(coding => coding.Quality ?? 1)
            .FirstOrDefault() > 0;
}
