namespace Fitness.Api.Features.Import;

/// <summary>The pauses between the parts of a recording. Parts that overlap or touch in time were recorded without one.</summary>
/// <param name="points">The points.</param>
internal sealed class TrackPauses(TrackPoints points)
{
    private readonly (long First, long Last)[] spans = [.. Enumerable.Range(0, points.Parts).Select(points.SpanOf)];

    /// <summary>Whether the recording was paused between a point and the one that follows it in time.</summary>
    public bool IsBetween(int from, int to)
    {
        if (points.Parts == 1)
            return false;
        var (before, after) = (points.PartOf(from), points.PartOf(to));
        return before != after && points.IsPausedBefore(after) && spans[after].First > spans[before].Last;
    }
}
