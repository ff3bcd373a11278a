namespace Fitness.Api.Features.Activities;

/// <summary>When two activities of a user are one workout.</summary>
internal static class DuplicateRules
{
    /// <summary>Nobody does two workouts at once: two that share this part of the longer one's time are probably one.</summary>
    private const double SharedPart = 0.7;

    // The same recording by another exporter: it may round times, and measure the way by other formulas.
    private const double StartSeconds = 5;
    private const double ElapsedSeconds = 3;
    private const double ElapsedPart = 0.02;
    private const double Meters = 5;
    private const double MetersPart = 0.03;

    /// <summary>Whether they took most of the same time, in whatever sport: devices often differ in that. An activity without a duration shares none.</summary>
    public static bool ShareTime(ActivityInput one, ActivityInput other)
    {
        var (start, end) = (Later(Start(one), Start(other)), Earlier(End(one), End(other)));
        var longer = Math.Max(one.ElapsedSeconds!.Value, other.ElapsedSeconds!.Value);
        return longer > 0 && (end - start).TotalSeconds >= SharedPart * longer;
    }

    /// <summary>Whether they are the same recording, perhaps by another exporter: the same sport, start, duration and distance, but for roundings.</summary>
    public static bool AreSameRecording(ActivityInput one, ActivityInput other) =>
        one.Sport == other.Sport
        && Math.Abs((Start(one) - Start(other)).TotalSeconds) <= StartSeconds
        && Alike(one.ElapsedSeconds!.Value, other.ElapsedSeconds!.Value, ElapsedSeconds, ElapsedPart)
        && (
            one.DistanceMeters is { } distance && other.DistanceMeters is { } otherDistance
                ? Alike((double)distance, (double)otherDistance, Meters, MetersPart)
                : one.DistanceMeters is null && other.DistanceMeters is null
        );

    /// <summary>
    /// When activities start with which this one can share its time, and those with which they in turn can: starts that differ by up to
    /// (1 - p) of the longer one, which is up to 1/p of the other; and once more.
    /// </summary>
    public static (DateTimeOffset From, DateTimeOffset To) Around(ActivityInput activity)
    {
        const double Reach = ((1 - SharedPart) / SharedPart) * (1 + (1 / SharedPart));
        var reach = TimeSpan.FromSeconds((Reach * activity.ElapsedSeconds!.Value) + StartSeconds);
        return (Start(activity) - reach, Start(activity) + reach);
    }

    private static bool Alike(double one, double other, double difference, double part) =>
        Math.Abs(one - other) <= Math.Max(difference, part * Math.Max(one, other));

    private static DateTimeOffset Start(ActivityInput activity) => activity.Start!.Value;

    private static DateTimeOffset End(ActivityInput activity) => Start(activity).AddSeconds(activity.ElapsedSeconds!.Value);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
