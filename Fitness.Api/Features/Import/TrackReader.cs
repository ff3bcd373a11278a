using Fitness.Api.Features.Import.Fit;

namespace Fitness.Api.Features.Import;

/// <summary>Reads a file. Its bytes decide on the format: media types and names of files say all kinds of things.</summary>
internal static class TrackReader
{
    /// <exception cref="TrackFileException">The file is malformed, in none of the formats, or over one of the <see cref="ImportLimits"/>.</exception>
    public static async Task<IReadOnlyList<TrackFile>> ReadAsync(TrackStream stream)
    {
        var files = await IsFitAsync(stream) ? await FitFile.ReadAsync(stream) : await TrackXml.ReadAsync(stream);
        foreach (var file in files)
            await file.Track.FinishAsync(stream.RestAsync);
        var anyLasts = files.Any(file => file.Lasts);
        foreach (var file in files)
            file.IsBesideOthers = anyLasts;
        return files;
    }

    private static async Task<bool> IsFitAsync(TrackStream stream)
    {
        try
        {
            return FitHeader.Is((await stream.PeekAsync(FitHeader.MinBytes)).Span);
        }
        catch (FormatException exception)
        {
            throw TrackXml.CreateException(exception.Message, 1, 1, exception);
        }
    }
}
