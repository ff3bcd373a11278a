namespace Fitness.Api.Features.Import;

/// <summary>
/// Puts the points of a recording in the order of time, and lets each moment through once. Most points are in order; those who are not were
/// recorded before, are a track, segment or lap that stands elsewhere in the file, or have a wrong time, which is taken away from them.
/// </summary>
internal sealed class PointOrder
{
    // One in so many.
    private const int TurningShare = 4;
    private const int KeptShare = 50;

    private readonly TrackPoints points;
    private readonly ImportWarnings warnings;

    // The points with times, as the file has them, oldest first.
    private readonly int[] file;
    private readonly long[] times;

    // Those in order: where they are in the file, and their times.
    private readonly int[] kept;
    private readonly long[] keptTimes;

    private readonly List<Run> blocks = [];

    // By the index of the point.
    private readonly bool[] isAnchor;
    private readonly bool[] isRepeated;

    private PointOrder(TrackPoints points, ImportWarnings warnings, int[] file)
    {
        (this.points, this.warnings, this.file) = (points, warnings, file);
        times = Array.ConvertAll(file, index => points.TicksOf(index)!.Value);
        kept = Increasing.Longest(times);
        keptTimes = Array.ConvertAll(kept, at => times[at]);
        (isAnchor, isRepeated) = (new bool[points.Count], new bool[points.Count]);
    }

    /// <summary>The indices of the points that count, in their order.</summary>
    public static int[] Of(TrackPoints points, ImportWarnings warnings)
    {
        var (forward, backward, equal) = Directions(points);
        if (backward + equal == 0)
            return [.. Enumerable.Range(0, points.Count)];
        // Some exporters write the newest point first.
        var isReversed = backward > forward;
        var timed = Enumerable.Range(0, points.Count).Where(index => points.TicksOf(index) is not null).ToArray();
        if (isReversed)
            Array.Reverse(timed);
        var order = new PointOrder(points, warnings, timed);
        // Times that go to and fro all the time, and hardly ever on, are no order that anybody could find: each look for one would cost more than the points.
        if (Math.Min(forward, backward) > timed.Length / TurningShare && order.kept.Length < timed.Length / KeptShare)
            order.ForgetOthers();
        else
            order.Judge();
        order.Place();
        return new PointStretches(points, order.isAnchor, order.isRepeated).Sort(isReversed);
    }

    private static (int Forward, int Backward, int Equal) Directions(TrackPoints points)
    {
        var (forward, backward, equal) = (0, 0, 0);
        long? last = null;
        for (var index = 0; index < points.Count; index++)
        {
            if (points.TicksOf(index) is not { } time)
                continue;
            if (time > last)
                forward++;
            else if (time < last)
                backward++;
            else if (time == last)
                equal++;
            last = time;
        }
        return (forward, backward, equal);
    }

    private void ForgetOthers()
    {
        foreach (var at in kept)
            isAnchor[file[at]] = true;
        foreach (var index in file.Where(index => !isAnchor[index]))
        {
            points.ForgetTime(index);
            warnings.Add(ImportLoss.Time);
        }
    }

    // What is to become of the points that are not in order: they come in runs.
    private void Judge()
    {
        Run? open = null;
        var passed = 0;
        for (var at = 0; at < file.Length; at++)
        {
            if (passed < kept.Length && kept[passed] == at)
            {
                End(ref open);
                isAnchor[file[at]] = true;
                passed++;
                continue;
            }
            var found = Array.BinarySearch(keptTimes, times[at]);
            if (found >= 0)
            {
                End(ref open);
                Repeat(at, kept[found]);
                continue;
            }
            if (open is { } run && run.Gap == ~found && times[at] > times[run.Last] && !BeginsPart(at))
            {
                open = run with { Last = at };
                continue;
            }
            End(ref open);
            open = new Run(at, at, passed, ~found);
        }
        End(ref open);
    }

    private void End(ref Run? open)
    {
        if (open is { } run)
            Judge(run);
        open = null;
    }

    private void Judge(Run run)
    {
        if (IsCovered(run))
        {
            for (var at = run.First; at <= run.Last; at++)
                Repeat(at);
        }
        else if (IsElsewhere(run))
        {
            blocks.Add(run);
        }
        else
        {
            for (var at = run.First; at <= run.Last; at++)
                Forget(at);
        }
    }

    // Another part has the time from before it until after it: two devices recorded, or the parts overlap.
    private bool IsCovered(Run run) =>
        run.Gap > 0
        && run.Gap < kept.Length
        && points.PartOf(file[kept[run.Gap - 1]]) is var part
        && part == points.PartOf(file[kept[run.Gap]])
        && part != points.PartOf(file[run.First])
        && part != points.PartOf(file[run.Last])
        && (
            run.Count <= ImportRules.StrayPoints
            || keptTimes[run.Gap] - keptTimes[run.Gap - 1] <= ImportRules.RecordedGap * TimeSpan.TicksPerSecond
        );

    /// <summary>Whether the times are right, and the points stand in the wrong place; otherwise it is the other way around.</summary>
    private bool IsElsewhere(Run run)
    {
        var (beginsPart, endsPart) = (BeginsPart(run.First), EndsPart(run.Last));
        if (beginsPart && endsPart && run.Count > 1)
            return true;
        var isFew = run.Count <= ImportRules.StrayPoints;
        // The way around over the points tells, if they have positions.
        if (Detour(run, run.Passed) is { } inFile && Detour(run, run.Gap) is { } inTime)
        {
            if (isFew)
                return run.Gap > 0 && run.Gap < kept.Length && inTime <= ImportRules.PositionError && inTime < inFile;
            if (Math.Abs(inFile - inTime) > ImportRules.PositionError)
                return inTime < inFile;
        }
        return !isFew && (beginsPart || endsPart);
    }

    private bool BeginsPart(int at) => at == 0 || points.PartOf(file[at - 1]) != points.PartOf(file[at]);

    private bool EndsPart(int at) => at == file.Length - 1 || points.PartOf(file[at + 1]) != points.PartOf(file[at]);

    /// <summary>Metres by which the way gets longer if the points lie between those in order.</summary>
    /// <param name="run">The points.</param>
    /// <param name="gap">How many of those in order lie before them.</param>
    private double? Detour(Run run, int gap)
    {
        int? before = gap == 0 ? null : file[kept[gap - 1]];
        int? after = gap == kept.Length ? null : file[kept[gap]];
        return Way(before, file[run.First]) + Way(file[run.Last], after) - Way(before, after);
    }

    private double? Way(int? from, int? to) => from is null || to is null ? 0 : points.Meters(from.Value, to.Value);

    // Of blocks that cover the same time, the one that begins first does.
    private void Place()
    {
        var reach = long.MinValue;
        foreach (var block in blocks.OrderBy(block => times[block.First]))
        {
            for (var at = block.First; at <= block.Last; at++)
            {
                if (times[at] <= reach)
                    Repeat(at);
                else
                    isAnchor[file[at]] = true;
            }
            reach = Math.Max(reach, times[block.Last]);
        }
    }

    // Some devices write what each sensor says as a point of its own.
    private void Repeat(int at, int twin)
    {
        if (points.Complete(file[twin], file[at]))
            isRepeated[file[at]] = true;
        else
            Repeat(at);
    }

    private void Repeat(int at)
    {
        isRepeated[file[at]] = true;
        warnings.Add(
            ImportLoss.RepeatedPoint,
            warnings.First is null ? $"A point of {new DateTime(times[at], DateTimeKind.Utc):O} was recorded before." : null
        );
    }

    private void Forget(int at)
    {
        points.ForgetTime(file[at]);
        warnings.Add(ImportLoss.Time);
    }

    /// <summary>Neighbours in the file whose times increase and lie between the same two of those in order.</summary>
    /// <param name="First">Where the first one is.</param>
    /// <param name="Last">Where the last one is.</param>
    /// <param name="Passed">How many of those in order come before it in the file.</param>
    /// <param name="Gap">How many of those in order come before it in time.</param>
    private readonly record struct Run(int First, int Last, int Passed, int Gap)
    {
        public int Count => Last - First + 1;
    }
}
