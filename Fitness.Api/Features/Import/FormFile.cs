using Fitness.Api.Web.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Features.Import;

/// <summary>
/// The one file of a form (<c>multipart/form-data</c>, RFC 7578), read as it arrives, and nothing of it kept. What is wrong with the form
/// is 400; what is wrong with the file is said by who reads it.
/// </summary>
internal sealed class FormFile : ReadStream
{
    public const string MediaType = "multipart/form-data";

    // RFC 2046, section 5.1.1.
    private const int MaxBoundary = 70;

    // Bytes of a form around its file: the headers of the part, and the boundaries.
    private const int Envelope = 32 * 1024;

    // Each read of the file is a turn of the parser, which is not to be for a few KB.
    private const int BufferBytes = 32 * 1024;

    private const string CutShort = "The form is cut short: its last boundary is missing.";
    private const string HowTo = "Send a form with one file, as a browser does.";

    private readonly MultipartReader parts;
    private readonly EndedStream body;
    private Stream content = Null;

    private FormFile(MultipartReader parts, EndedStream body) => (this.parts, this.body) = (parts, body);

    /// <summary>Opens the form at its file.</summary>
    /// <exception cref="BadHttpRequestException">The form cannot be read, or something else comes first.</exception>
    public static async Task<FormFile> OpenAsync(HttpRequest request, MediaTypeHeaderValue type, CancellationToken cancellation)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > MaxBoundary)
            throw Refuse($"The Content-Type must name the form's boundary, 1 to {MaxBoundary} characters.");
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = ImportLimits.MaxBytes + Envelope;
        var whole = new EndedStream(request.Body);
        var form = new FormFile(new MultipartReader(boundary.Value!, whole, BufferBytes), whole);
        var part = await form.NextAsync(cancellation) ?? throw Refuse("The form has no file.");
        form.content = part.Body;
        return form;
    }

    /// <exception cref="BadHttpRequestException">The form ends within the file.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ReadAsync(() => content.ReadAsync(buffer, cancellationToken));

    /// <summary>Reads the form to its end.</summary>
    /// <exception cref="BadHttpRequestException">There is more in it than the file.</exception>
    public async Task EndAsync(CancellationToken cancellation)
    {
        if (await NextAsync(cancellation) is not null)
            throw Refuse("The form has more than one file; send one form for each.");
    }

    /// <summary>The next file; null at the end of the form.</summary>
    private async Task<MultipartSection?> NextAsync(CancellationToken cancellation)
    {
        if (await ReadAsync(async () => await parts.ReadNextSectionAsync(cancellation)) is not { } part)
            return null;
        if (
            !ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
            || !disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)
        )
            throw Refuse(body.HasEnded ? CutShort : "A part of the form lacks its Content-Disposition: form-data.");
        if (!disposition.FileName.HasValue && !disposition.FileNameStar.HasValue)
            throw Refuse(
                $"The form's field '{TrackValues.Abbreviate(HeaderUtilities.RemoveQuotes(disposition.Name).ToString())}' is no file; 'timezone' is a parameter of the query."
            );
        // So a browser sends a form in which no file was chosen.
        if (HeaderUtilities.RemoveQuotes(disposition.FileName).Length == 0 && disposition.FileNameStar.Length == 0)
            throw Refuse("The form has no file.");
        return part;
    }

    private async ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read)
    {
        try
        {
            return await read();
        }
        catch (InvalidDataException)
        {
            throw Refuse(
                $"The form cannot be read: the boundary that the Content-Type names does not come, or a part has malformed headers, more than {parts.HeadersCountLimit}, or longer ones than {parts.HeadersLengthLimit} bytes."
            );
        }
        catch (IOException) when (body.HasEnded)
        {
            throw Refuse(CutShort);
        }
    }

    private static BadHttpRequestException Refuse(string detail) => new($"{detail} {HowTo}");

    /// <summary>A body that knows whether it has ended: the reader of forms says so by the same exception as a connection that fails.</summary>
    private sealed class EndedStream(Stream body) : ReadStream
    {
        public bool HasEnded { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await body.ReadAsync(buffer, cancellationToken);
            HasEnded = read == 0;
            return read;
        }
    }
}
