namespace Fitness.Benchmarks.Calls;

/// <summary>What one run of the load brought.</summary>
/// <param name="Requests">Answers in all.</param>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="Median">Milliseconds in which half of the answers came.</param>
/// <param name="Last">Milliseconds in which 99 % came.</param>
/// <param name="Failed">Answers with 4xx or 5xx, and connections that failed.</param>
/// <param name="ServiceTime">Microseconds of processor time that the service took for an answer.</param>
/// <param name="EngineTime">The same of the engine.</param>
/// <param name="Resident">MiB of the service right afterwards, before it gives back what an idle one needs no more.</param>
internal sealed record Round(
    long Requests,
    double PerSecond,
    double Median,
    double Last,
    long Failed,
    double ServiceTime,
    double EngineTime,
    double Resident
);

/// <summary>The median of several rounds, and between which values they lie.</summary>
internal readonly record struct Spread(double Median, double Least, double Most)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return new Spread(sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, sorted[0], sorted[^1]);
    }

    /// <summary>The ratio of each round to the one beside it.</summary>
    public static Spread OfRatios(IEnumerable<double> values, IEnumerable<double> others) =>
        Of(values.Zip(others, (value, other) => value / other));
}
