using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>
/// The distance as the device counted it. A count that nobody can have reached waits for the next: if that one goes on from it, the device has
/// begun anew, or has leapt; else it was wrong.
/// </summary>
/// <param name="sport">The sport, as it is known when the file has ended.</param>
internal sealed class CountedWay(Func<Sport?> sport)
{
    private TrackPoint? last;
    private TrackPoint? doubtful;

    /// <summary>Metres, those before the first point and those of a pause included; null if the device did not count.</summary>
    public double? Meters { get; private set; }

    /// <summary>How many counts cannot be.</summary>
    public int Losses { get; private set; }

    /// <summary>Takes the next point that has a count.</summary>
    /// <param name="point">The point.</param>
    /// <param name="begin">When the recording began; null if nobody knows.</param>
    /// <returns>The point from which on it has counted to this one; null if there is none.</returns>
    public TrackPoint? Next(TrackPoint point, DateTimeOffset? begin)
    {
        if (last is null)
        {
            (last, Meters) = (point, BeforeOf(point, begin));
            return null;
        }
        // A count that falls a little waits until it is as far again.
        if (last.Distance - point.Distance is > 0 and <= ImportRules.PositionError)
            return null;
        if (Follows(last, point))
        {
            End();
            return Go(last, point);
        }
        if (doubtful is { } from && Follows(from, point))
        {
            doubtful = null;
            if (from.Distance < last.Distance && CanCover(from.Distance.Value, Seconds(last, from)))
                Meters += from.Distance;
            else
                Losses++;
            return Go(from, point);
        }
        End();
        doubtful = point;
        return null;
    }

    /// <summary>No more points come.</summary>
    public void End()
    {
        if (doubtful is not null)
            Losses++;
        doubtful = null;
    }

    // What was counted before nobody recorded, or in no time, is not of this recording.
    private double BeforeOf(TrackPoint point, DateTimeOffset? begin)
    {
        var meters = point.Distance!.Value;
        if (CanCover(meters, (point.Latest - begin)?.TotalSeconds))
            return meters;
        Losses++;
        return 0;
    }

    private TrackPoint Go(TrackPoint from, TrackPoint to)
    {
        Meters += to.Distance - from.Distance;
        last = to;
        return from;
    }

    private bool Follows(TrackPoint from, TrackPoint to) =>
        from.Distance <= to.Distance && CanCover(to.Distance.Value - from.Distance.Value, Seconds(from, to));

    private bool CanCover(double meters, double? seconds) => seconds is not { } known || ImportRules.CanCover(sport(), meters, known);

    // A point without a time was somewhere between its neighbours.
    private static double? Seconds(TrackPoint from, TrackPoint to) => (to.Latest - from.Earliest)?.TotalSeconds;
}
