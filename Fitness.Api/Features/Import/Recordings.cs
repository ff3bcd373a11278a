namespace Fitness.Api.Features.Import;

/// <summary>The recordings in a file. Those beyond <see cref="ImportLimits.MaxRecordings"/> are counted and not kept.</summary>
internal sealed class Recordings
{
    private readonly List<TrackFile> kept = [];
    private int count;

    /// <summary>Whether there is none yet.</summary>
    public bool IsEmpty => count == 0;

    /// <summary>Another one begins.</summary>
    public void Add(TrackFile file)
    {
        if (++count <= ImportLimits.MaxRecordings)
            kept.Add(file);
    }

    /// <summary>All of them, after the file's end.</summary>
    /// <exception cref="FormatException">There are more than can be stored at once.</exception>
    public IReadOnlyList<TrackFile> Finish()
    {
        if (count > ImportLimits.MaxRecordings)
            throw new FormatException(
                $"The file has {count} recordings; at most {ImportLimits.MaxRecordings} are taken at once. Split it."
            );
        foreach (var file in kept)
            file.Track.Finish();
        return kept;
    }
}
