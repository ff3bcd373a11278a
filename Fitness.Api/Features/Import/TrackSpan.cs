namespace Fitness.Api.Features.Import;

/// <summary>The time that points have. A point that is far from the ones beside it in the file, as a wrong time is, does not count.</summary>
/// <param name="Sure">As points have it that are near the one before; empty if there are none.</param>
/// <param name="Any">As all points have it.</param>
/// <param name="Last">The time of the last point.</param>
internal readonly record struct TrackSpan(Interval Sure, Interval Any, DateTimeOffset? Last)
{
    private Interval Known => Sure.Earliest is null ? Any : Sure;

    /// <summary>With the next point of the file.</summary>
    public TrackSpan With(DateTimeOffset? time) =>
        time is null
            ? this
            : new TrackSpan(
                (time - Last)?.Duration().TotalSeconds <= ImportRules.TrackGap ? Sure.With(Last).With(time) : Sure,
                Any.With(time),
                time
            );

    /// <summary>With another one beside it.</summary>
    public TrackSpan With(TrackSpan other) =>
        new(Sure.With(other.Sure.Earliest).With(other.Sure.Latest), Any.With(other.Any.Earliest).With(other.Any.Latest), other.Last);

    /// <summary>Whether the next track, which begins then, is far from this one, and from its last point.</summary>
    public bool EndsFarFrom(DateTimeOffset? time) =>
        IsFarFrom(new TrackSpan().With(time)) && (time - Last)?.Duration().TotalSeconds is not <= ImportRules.TrackGap;

    /// <summary>Whether more than <see cref="ImportRules.TrackGap"/> lies between the two.</summary>
    public bool IsFarFrom(TrackSpan other) =>
        (other.Known.Earliest - Known.Latest)?.TotalSeconds > ImportRules.TrackGap
        || (Known.Earliest - other.Known.Latest)?.TotalSeconds > ImportRules.TrackGap;
}

/// <summary>From one instant to another, both inclusive; empty if they are null.</summary>
internal readonly record struct Interval(DateTimeOffset? Earliest, DateTimeOffset? Latest)
{
    public Interval With(DateTimeOffset? time) => new(time < Earliest ? time : Earliest ?? time, time > Latest ? time : Latest ?? time);
}
