using Fitness.Api.Features.Import;

namespace Fitness.Tests.Import.Fit;

/// <summary>Reads files without the API around.</summary>
internal static class FitReading
{
    /// <summary>The recordings in a file.</summary>
    /// <exception cref="TrackFileException">The file cannot be read.</exception>
    public static async Task<IReadOnlyList<TrackFile>> ReadAsync(byte[] file)
    {
        using var turns = new ParserTurns();
        await turns.WaitAsync(TestContext.Current.CancellationToken);
        await using var stream = new TrackStream(new MemoryStream(file), turns);
        return await TrackReader.ReadAsync(stream);
    }
}
