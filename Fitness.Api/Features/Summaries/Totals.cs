using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Summaries;

/// <summary>What a summary needs of an activity.</summary>
/// <param name="Id">The activity's id.</param>
/// <param name="Date">Its civil date.</param>
/// <param name="Values">Its values, at least those of <see cref="Attributes"/>.</param>
/// <param name="IsPossibleDuplicate">Whether it is marked as one; false where the index that was read does not say.</param>
internal sealed record Measures(string Id, DateOnly Date, ActivityInput Values, bool IsPossibleDuplicate)
{
    /// <summary>The attributes that an index must hold: every field with the name of a total, and what identifies the activity.</summary>
    public static readonly IReadOnlyList<string> Attributes =
    [
        ActivityItem.Id,
        ActivityItem.SportName,
        .. SummaryJson
            .Default.SummaryTotals.Properties.Select(total => total.Name)
            .Intersect(ActivityItem.InputNames, StringComparer.Ordinal),
    ];

    public static Measures FromItem(Item item) =>
        new(
            item[ActivityItem.Id].S,
            ActivityKeys.DateOf(item[ActivityItem.DayKey].S),
            ActivityItem.ToInput(item),
            item.ContainsKey(ActivityItem.PossibleDuplicateOf)
        );

    public static Measures Of(Activity activity) =>
        new(activity.Id, DateOnly.FromDateTime(activity.Start!.Value.DateTime), activity, activity.PossibleDuplicateOf is not null);

    public SummaryActivity ToActivity() => new(Id, Values.Sport!.Value, Date, Values.ElapsedSeconds!.Value, Values.DistanceMeters);
}

/// <summary>Sums measures.</summary>
internal static class Totals
{
    /// <param name="activities">The activities of one period, ordered by date and id.</param>
    public static SummaryTotals Of(IReadOnlyList<Measures> activities) =>
        new(
            activities.Count,
            activities.Sum(activity => (long)activity.Values.ElapsedSeconds!.Value),
            Sum(activities, values => values.MovingSeconds),
            Sum(activities, values => values.DistanceMeters),
            Sum(activities, values => values.ElevationGainMeters),
            Sum(activities, values => values.EnergyKilocalories),
            Sum(activities, values => values.Steps),
            activities.MaxBy(activity => activity.Values.ElapsedSeconds)?.ToActivity(),
            activities
                .Where(activity => activity.Values.DistanceMeters is not null)
                .MaxBy(activity => activity.Values.DistanceMeters)
                ?.ToActivity()
        );

    private static decimal? Sum(IReadOnlyList<Measures> activities, Func<ActivityInput, decimal?> measure)
    {
        var known = activities.Select(activity => measure(activity.Values)).OfType<decimal>().ToList();
        return known.Count == 0 && activities.Count > 0 ? null : known.Sum();
    }

    private static long? Sum(IReadOnlyList<Measures> activities, Func<ActivityInput, int?> measure) =>
        (long?)Sum(activities, values => (decimal?)measure(values));
}
