namespace Fitness.Api.Features.Import;

/// <summary>The recordings in a file. Those beyond <see cref="ImportLimits.MaxRecordings"/> are counted and not kept.</summary>
internal sealed class Recordings
{
    private readonly List<TrackFile> kept = [];
    private int count;
    private int points;

    /// <summary>Whether there is none yet.</summary>
    public bool IsEmpty => count == 0;

    /// <summary>Another one begins.</summary>
    public void Add(TrackFile file)
    {
        if (++count <= ImportLimits.MaxRecordings)
            kept.Add(file);
    }

    /// <summary>The last one belongs to another.</summary>
    public void RemoveLast()
    {
        if (count-- <= ImportLimits.MaxRecordings)
            kept.RemoveAt(kept.Count - 1);
    }

    /// <summary>Counts a point of the file.</summary>
    /// <returns>Whether it is to be kept.</returns>
    public bool CountPoint() => ++points <= ImportLimits.MaxPoints;

    /// <summary>All of them, after the file's end.</summary>
    /// <exception cref="FormatException">There are more than can be stored at once.</exception>
    public IReadOnlyList<TrackFile> Finish()
    {
        if (count > ImportLimits.MaxRecordings)
            throw new FormatException(
                $"The file has {count} recordings; at most {ImportLimits.MaxRecordings} are taken at once. Split it."
            );
        if (points > ImportLimits.MaxPoints)
            throw new FormatException($"The file has {points} track points; at most {ImportLimits.MaxPoints} are taken at once. Split it.");
        return kept;
    }
}
