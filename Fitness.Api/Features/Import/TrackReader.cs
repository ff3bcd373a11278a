using Fitness.Api.Features.Import.Fit;

namespace Fitness.Api.Features.Import;

/// <summary>Reads a file. Its bytes decide on the format: media types and names of files say all kinds of things.</summary>
internal static class TrackReader
{
    /// <exception cref="TrackFileException">The file is malformed, in none of the formats, or over one of the <see cref="ImportLimits"/>.</exception>
    public static async Task<IReadOnlyList<TrackFile>> ReadAsync(TrackStream stream)
    {
        var beginning = await BeginningAsync(stream);
        if (beginning.IsEmpty)
            throw new TrackFileException("The file is empty.");
        if (beginning.Span.StartsWith("PK"u8))
            throw new TrackFileException("The file is a ZIP archive. Unpack it, and send the files in it.");
        var files = FitHeader.Is(beginning.Span) ? await FitFile.ReadAsync(stream) : await TrackXml.ReadAsync(stream);
        foreach (var file in files)
        {
            file.Track.Begin = file.Totals?.Start ?? file.Laps.Min(lap => lap.Start);
            await file.Track.FinishAsync(stream.RestAsync);
        }
        var anyLasts = files.Any(file => file.Lasts);
        foreach (var file in files)
            file.IsBesideOthers = anyLasts;
        return files;
    }

    private static async Task<ReadOnlyMemory<byte>> BeginningAsync(TrackStream stream)
    {
        try
        {
            return await stream.PeekAsync(FitHeader.MinBytes);
        }
        catch (FormatException exception)
        {
            throw new TrackFileException(exception.Message, exception);
        }
    }
}
