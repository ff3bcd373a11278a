namespace Fitness.Api.Features.Import;

/// <summary>
/// Lets each moment of a recording through once. Some devices repeat the whole track in every lap: a time that is not after the last one
/// was recorded before. A time that is far ahead is itself wrong if a later point has one from before it.
/// </summary>
/// <param name="warnings">Counts what is left out.</param>
/// <param name="next">Takes the points.</param>
/// <param name="pause">Takes the ends of segments.</param>
/// <param name="restart">Is told that the points so far belong to no time of this recording.</param>
internal sealed class PointOrder(ImportWarnings warnings, Action<TrackPoint> next, Action pause, Action restart)
{
    // After a leap in time, until it is known whether the leap is one. Null ends a segment.
    private readonly List<TrackPoint?> ahead = [];
    private DateTimeOffset? latest;
    private DateTimeOffset? newest;
    private int passed;

    /// <summary>Takes the next point of the file.</summary>
    public void Add(TrackPoint point)
    {
        if (point.Time is not { } time)
            Wait(point);
        else if (time <= latest || (time <= newest && time >= First))
            warnings.Add(ImportLoss.RepeatedPoint);
        else if (time < First)
            AddFromBetween(point);
        else if (ahead.Count > 0 || (time - latest)?.TotalSeconds > ImportRules.TimeLeap)
            AddAfterLeap(point);
        else
            Pass(point);
    }

    /// <summary>The recording pauses here.</summary>
    public void EndSegment() => Wait(null);

    /// <summary>Lets the points through that still wait: the file has ended.</summary>
    public void End()
    {
        // One that is far away from all others is wrong, although none is left to show it.
        if (ahead.OfType<TrackPoint>().Count() <= ImportRules.StrayPoints && passed > ImportRules.StrayPoints && IsStray)
            ForgetTimes();
        Release();
        pause();
    }

    private DateTimeOffset? First => ahead.Count == 0 ? null : ahead[0]!.Time;

    private bool IsStray => (First - latest)?.TotalHours > ImportRules.StrayHours;

    private void Wait(TrackPoint? point)
    {
        if (ahead.Count > 0)
            Hold(point);
        else
            Pass(point);
    }

    private void Hold(TrackPoint? point)
    {
        ahead.Add(point);
        if (ahead.Count > ImportRules.TimeLeapPoints)
            Release();
    }

    private void AddFromBetween(TrackPoint point)
    {
        ForgetTimes();
        Release();
        Add(point);
    }

    private void AddAfterLeap(TrackPoint point)
    {
        newest = point.Time;
        Hold(point);
    }

    private void ForgetTimes()
    {
        for (var index = 0; index < ahead.Count; index++)
        {
            if (ahead[index]?.Time is null)
                continue;
            warnings.Add(ImportLoss.Time);
            ahead[index] = ahead[index]! with { Time = null };
        }
    }

    private void Release()
    {
        if (passed is > 0 and <= ImportRules.StrayPoints && ahead.Count > ImportRules.StrayPoints && IsStray)
        {
            for (; passed > 0; passed--)
                warnings.Add(ImportLoss.Time);
            restart();
        }
        foreach (var point in ahead)
            Pass(point);
        ahead.Clear();
        newest = null;
    }

    private void Pass(TrackPoint? point)
    {
        if (point is null)
        {
            pause();
            return;
        }
        if (point.Time is not null)
        {
            latest = point.Time;
            passed++;
        }
        next(point);
    }
}
