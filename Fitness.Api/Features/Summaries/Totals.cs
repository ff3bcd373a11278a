using Fitness.Api.Features.Activities;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Summaries;

/// <summary>What a summary needs of an activity: its attributes in the table's index by day.</summary>
internal sealed record Measures(
    string Id,
    DateOnly Date,
    Sport Sport,
    int ElapsedSeconds,
    int? MovingSeconds,
    decimal? DistanceMeters,
    decimal? ElevationGainMeters,
    decimal? EnergyKilocalories,
    int? Steps
)
{
    public static Measures FromItem(Item item) =>
        new(
            item[ActivityItem.Id].S,
            ActivityKeys.DateOf(item[ActivityItem.DayKey].S),
            ActivityItem.ToSport(item),
            item.Int(ActivityItem.ElapsedSeconds)!.Value,
            item.Int(ActivityItem.MovingSeconds),
            item.Number(ActivityItem.DistanceMeters),
            item.Number(ActivityItem.ElevationGainMeters),
            item.Number(ActivityItem.EnergyKilocalories),
            item.Int(ActivityItem.Steps)
        );

    public SummaryActivity ToActivity() => new(Id, Sport, Date, ElapsedSeconds, DistanceMeters);
}

/// <summary>Sums measures.</summary>
internal static class Totals
{
    /// <param name="activities">The activities of one period, ordered by date and id.</param>
    public static SummaryTotals Of(IReadOnlyList<Measures> activities) =>
        new(
            activities.Count,
            activities.Sum(activity => (long)activity.ElapsedSeconds),
            Sum(activities, activity => activity.MovingSeconds),
            Sum(activities, activity => activity.DistanceMeters),
            Sum(activities, activity => activity.ElevationGainMeters),
            Sum(activities, activity => activity.EnergyKilocalories),
            Sum(activities, activity => activity.Steps),
            activities.MaxBy(activity => activity.ElapsedSeconds)?.ToActivity(),
            activities.Where(activity => activity.DistanceMeters is not null).MaxBy(activity => activity.DistanceMeters)?.ToActivity()
        );

    private static decimal? Sum(IReadOnlyList<Measures> activities, Func<Measures, decimal?> measure)
    {
        var known = activities.Select(measure).OfType<decimal>().ToList();
        return known.Count == 0 && activities.Count > 0 ? null : known.Sum();
    }

    private static long? Sum(IReadOnlyList<Measures> activities, Func<Measures, int?> measure) =>
        (long?)Sum(activities, activity => (decimal?)measure(activity));
}
