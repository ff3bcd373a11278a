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
        .. Totals.Names.Intersect(ActivityItem.InputNames, StringComparer.Ordinal),
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

    /// <summary>The totals of this activity alone.</summary>
    public SummaryTotals ToTotals()
    {
        var activity = new SummaryActivity(Id, Values.Sport!.Value, Date, Values.ElapsedSeconds!.Value, Values.DistanceMeters);
        return new SummaryTotals(
            1,
            Values.ElapsedSeconds!.Value,
            Values.MovingSeconds,
            Values.DistanceMeters,
            Values.ElevationGainMeters,
            Values.EnergyKilocalories,
            Values.Steps,
            activity,
            Values.DistanceMeters is null ? null : activity
        );
    }
}

/// <summary>The totals of one sport on one civil date, of which all others are sums.</summary>
/// <param name="Date">The date.</param>
/// <param name="Sport">The sport.</param>
/// <param name="Totals">The totals of all activities, of which there are some.</param>
/// <param name="Distinct">The totals without possible duplicates; null where there are none, and where it is not known.</param>
internal sealed record SportDay(DateOnly Date, Sport Sport, SummaryTotals Totals, SummaryTotals? Distinct)
{
    public SummaryTotals Of(DuplicateCounting duplicates) =>
        duplicates == DuplicateCounting.Exclude && Distinct is not null ? Distinct : Totals;

    /// <summary>The totals of activities, in the order of dates and sports.</summary>
    public static IReadOnlyList<SportDay> Of(IEnumerable<Measures> activities) =>
        [
            .. activities
                .GroupBy(activity => (activity.Date, Sport: activity.Values.Sport!.Value))
                .OrderBy(day => day.Key)
                .Select(day =>
                {
                    var ordered = day.OrderBy(activity => activity.Id, StringComparer.Ordinal).ToList();
                    var distinct = ordered.FindAll(activity => !activity.IsPossibleDuplicate);
                    return new SportDay(day.Key.Date, day.Key.Sport, Sum(ordered), distinct.Count == ordered.Count ? null : Sum(distinct));
                }),
        ];

    private static SummaryTotals Sum(List<Measures> activities) =>
        Summaries.Totals.Sum(activities.ConvertAll(activity => activity.ToTotals()));
}

/// <summary>Sums totals.</summary>
internal static class Totals
{
    /// <summary>The names of the totals, as in JSON.</summary>
    public static IEnumerable<string> Names => SummaryJson.Default.SummaryTotals.Properties.Select(total => total.Name);

    public static SummaryTotals Sum(IReadOnlyList<SummaryTotals> parts) =>
        parts is [var single]
            ? single
            : new(
                parts.Sum(part => part.Count),
                parts.Sum(part => part.ElapsedSeconds),
                (long?)Sum(parts, part => part.MovingSeconds),
                Sum(parts, part => part.DistanceMeters),
                Sum(parts, part => part.ElevationGainMeters),
                Sum(parts, part => part.EnergyKilocalories),
                (long?)Sum(parts, part => part.Steps),
                Most(parts, part => part.Longest, activity => activity.ElapsedSeconds),
                Most(parts, part => part.Farthest, activity => activity.DistanceMeters)
            );

    private static decimal? Sum(IReadOnlyList<SummaryTotals> parts, Func<SummaryTotals, decimal?> measure)
    {
        decimal? sum = parts.Count == 0 ? 0 : null;
        foreach (var part in parts)
        {
            if (measure(part) is { } value)
                sum = (sum ?? 0) + value;
        }
        return sum;
    }

    /// <summary>The activity with the most; of equals the earliest stands out.</summary>
    private static SummaryActivity? Most(
        IReadOnlyList<SummaryTotals> parts,
        Func<SummaryTotals, SummaryActivity?> which,
        Func<SummaryActivity, decimal?> measure
    )
    {
        SummaryActivity? most = null;
        foreach (var part in parts)
        {
            if (which(part) is { } activity && (most is null || Compare(activity, most) > 0))
                most = activity;
        }
        return most;

        int Compare(SummaryActivity one, SummaryActivity other) =>
            (Nullable.Compare(measure(one), measure(other)), other.Date.CompareTo(one.Date)) switch
            {
                (0, 0) => string.CompareOrdinal(other.Id, one.Id),
                (0, var earlier) => earlier,
                var (more, _) => more,
            };
    }
}
