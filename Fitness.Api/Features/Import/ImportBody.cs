using System.Buffers.Text;
using System.Globalization;
using System.Net.Mime;
using System.Reflection;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Features.Import;

/// <summary>A GPX, TCX or FIT file, parsed as it arrives.</summary>
internal sealed class ImportBody : ICheckedInput, IBindableFromHttpContext<ImportBody>, IEndpointParameterMetadataProvider
{
    private const string IdPrefix = "import-";

    public const string GpxMediaType = "application/gpx+xml";

    private const string FitMediaType = "application/vnd.ant.fit";

    /// <summary>
    /// The media types of the three formats, the general ones for XML, for packed files and for any, and the one of forms. They say only that
    /// there is a file: which format it has, its bytes decide, as they do for what is packed or in a form.
    /// </summary>
    public static readonly string[] MediaTypes =
    [
        GpxMediaType,
        "application/vnd.garmin.tcx+xml",
        FitMediaType,
        MediaTypeNames.Application.Xml,
        "text/xml",
        "application/gzip",
        MediaTypeNames.Application.Octet,
        FormFile.MediaType,
    ];

    private readonly IReadOnlyList<TrackFile>? files;
    private readonly string id;

    private ImportBody(IReadOnlyList<TrackFile>? files, string id, ProblemResult? problem) =>
        (this.files, this.id, Problem) = (files, id, problem);

    /// <summary>The recordings in the file.</summary>
    public IReadOnlyList<TrackFile> Files => files ?? throw new InvalidOperationException("The endpoint lacks WithCheckedInput().");

    /// <summary>The id of a recording's activity, made from the file's bytes, so that the same file is the same activity, and from the part of it.</summary>
    /// <param name="index">Which of the recordings, from 0.</param>
    public string IdOf(int index) => Files.Count == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{index + 1}");

    public ProblemResult? Problem { get; }

    public static async ValueTask<ImportBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (
            !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !MediaTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
        )
            return new ImportBody(null, "", ProblemResult.Of(ProblemTypes.UnsupportedMediaType));
        var isForm = type.MediaType.Equals(FormFile.MediaType, StringComparison.OrdinalIgnoreCase);
        if (
            ContentCodings.Refuse(context.Request, [ContentCodings.Identity, .. isForm ? Array.Empty<string>() : [ContentCodings.Gzip]]) is
            { } coded
        )
            return new ImportBody(null, "", coded);
        var (slot, busy) = context.RequestServices.GetRequiredService<ImportSlots>().Take(context.User.UserId());
        if (slot is null)
            return new ImportBody(null, "", busy);
        using (slot)
        {
            var turns = context.RequestServices.GetRequiredService<ParserTurns>();
            if (!isForm)
                return await ReadAsync(context.Request.Body, turns, context.RequestAborted);
            await using var file = await FormFile.OpenAsync(context.Request, type, context.RequestAborted);
            var read = await ReadAsync(file, turns, context.RequestAborted);
            if (read.Problem is null)
                await file.EndAsync(context.RequestAborted);
            return read;
        }
    }

    private static async Task<ImportBody> ReadAsync(Stream body, ParserTurns turns, CancellationToken aborted)
    {
        await turns.WaitAsync(aborted);
        try
        {
            await using var incoming = new TurnedBody(body, turns);
            await using var content = await PackedFile.OpenAsync(incoming, aborted);
            await using var stream = new TrackStream(content, turns);
            var recordings = await TrackReader.ReadAsync(stream);
            return new ImportBody(recordings, IdPrefix + Base64Url.EncodeToString(stream.GetHash()), null);
        }
        catch (TrackFileException exception)
        {
            return new ImportBody(null, "", ProblemResult.Of(ProblemTypes.UnreadableFile, exception.Message, exception.Place));
        }
        finally
        {
            turns.Release();
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(MediaTypes, typeof(string)));
        // A generator that sees XML makes a text of it.
        builder.Metadata.Add(
            new BinaryContent([.. MediaTypes.Where(type => type != MediaTypeNames.Application.Xml)], ImportLimits.MaxBytes)
        );
    }
}
