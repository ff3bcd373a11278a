namespace Fitness.Api.Features.Import;

/// <summary>Distance and moving time as one source has them, the positions or the device's own count, and how much of the time the source covers.</summary>
/// <param name="metersBetween">Metres between two points of the source.</param>
internal sealed class Motion(Func<TrackPoint, TrackPoint, double> metersBetween)
{
    private TrackPoint? spanStart;
    private TrackPoint? last;

    /// <summary>Metres; null without two points in a segment.</summary>
    public double? Distance { get; private set; }

    /// <summary>Seconds at <see cref="ImportRules.MovingSpeed"/> or faster; null if no distance has times.</summary>
    public double? MovingSeconds { get; private set; }

    /// <summary>Seconds over which the speed was measured, also past points without the source; zero if no distance has times.</summary>
    public double MeasuredSeconds { get; private set; }

    /// <summary>Seconds between points of the source that follow each other in the file.</summary>
    public double Seconds { get; private set; }

    /// <summary>Adds the way from a point to a later one.</summary>
    /// <param name="from">The point before, which is that of the last call, or the first after a gap.</param>
    /// <param name="to">The point.</param>
    /// <param name="areNeighbours">Whether no other point lies between them.</param>
    public void Add(TrackPoint from, TrackPoint to, bool areNeighbours)
    {
        if (!ReferenceEquals(from, last))
        {
            EndSpan();
            spanStart = from.Time is null ? null : from;
        }
        Distance = (Distance ?? 0) + metersBetween(from, to);
        if (areNeighbours && (to.Time - from.Time)?.TotalSeconds is { } seconds)
            Seconds += seconds;
        last = to;
        if (to.Time is null)
            return;
        spanStart ??= to;
        if ((to.Time - spanStart.Time)!.Value.TotalSeconds < ImportRules.SpeedSeconds)
            return;
        EndSpan();
        spanStart = to;
    }

    /// <summary>The recording pauses here.</summary>
    public void EndSegment()
    {
        EndSpan();
        (spanStart, last) = (null, null);
    }

    private void EndSpan()
    {
        if (spanStart is not { } from || last is not { } to || (to.Time - from.Time)?.TotalSeconds is not (> 0 and var seconds))
            return;
        MeasuredSeconds += seconds;
        MovingSeconds = (MovingSeconds ?? 0) + (metersBetween(from, to) / seconds >= ImportRules.MovingSpeed ? seconds : 0);
    }
}
