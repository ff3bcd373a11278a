namespace Fitness.Api.Features.Import;

/// <summary>
/// Stretches of the file that stay together when the points are ordered by time: a point with a time, and those without one beside it,
/// which follow it, or which precede it at the beginning of its part.
/// </summary>
/// <param name="points">The points.</param>
/// <param name="isAnchor">Which of them have a time to order them by.</param>
/// <param name="isRepeated">Which of them do not count.</param>
internal sealed class PointStretches(TrackPoints points, bool[] isAnchor, bool[] isRepeated)
{
    private readonly List<int> starts = [];
    private readonly List<long> times = [];

    /// <summary>The indices of the points that count, by time.</summary>
    /// <param name="isReversed">Whether the file has the newest point first.</param>
    public int[] Sort(bool isReversed)
    {
        Split(isReversed);
        var sorted = Enumerable.Range(0, starts.Count).ToArray();
        Array.Sort(times.ToArray(), sorted);
        var order = new List<int>(points.Count);
        foreach (var stretch in sorted)
        {
            var end = stretch + 1 < starts.Count ? starts[stretch + 1] : points.Count;
            for (var at = starts[stretch]; at < end; at++)
            {
                if (!isRepeated[IndexAt(at, isReversed)])
                    order.Add(IndexAt(at, isReversed));
            }
        }
        return [.. order];
    }

    private int IndexAt(int at, bool isReversed) => isReversed ? points.Count - 1 - at : at;

    private void Split(bool isReversed)
    {
        starts.Add(0);
        long? time = null;
        var part = -1;
        for (var at = 0; at < points.Count; at++)
        {
            var index = IndexAt(at, isReversed);
            if (isRepeated[index])
                continue;
            var isNewPart = points.PartOf(index) != part;
            part = points.PartOf(index);
            if (time is not null && (isAnchor[index] || isNewPart))
            {
                times.Add(time.Value);
                starts.Add(at);
                time = null;
            }
            if (isAnchor[index])
                time = points.TicksOf(index);
        }
        // Points without a time at the end, as a part of their own, belong to the stretch before.
        if (time is null)
            starts.RemoveAt(starts.Count - 1);
        else
            times.Add(time.Value);
    }
}
