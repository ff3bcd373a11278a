namespace Fitness.Api.Features.Summaries;

/// <summary>Calendar periods of civil dates.</summary>
internal static class Periods
{
    /// <summary>How many periods a range touches.</summary>
    public static int Count(Period period, DateOnly from, DateOnly to) =>
        period switch
        {
            Period.Day => to.DayNumber - from.DayNumber + 1,
            Period.Week => ((First(period, to).DayNumber - First(period, from).DayNumber) / 7) + 1,
            _ => ((to.Year - from.Year) * 12) + to.Month - from.Month + 1,
        };

    /// <summary>The periods of a range, oldest first; the first and the last are cut off where the range ends.</summary>
    public static IEnumerable<(DateOnly From, DateOnly To)> Split(Period period, DateOnly from, DateOnly to)
    {
        for (var start = from; start <= to; start = Next(period, start))
        {
            var last = Last(period, start);
            yield return (start, last > to ? to : last);
        }
    }

    /// <summary>The index of the period that contains the date, counted from 0 at the range's first period.</summary>
    public static int IndexOf(Period period, DateOnly from, DateOnly date) => Count(period, from, date) - 1;

    /// <summary>The first date of the period that contains the date.</summary>
    public static DateOnly First(Period period, DateOnly date) =>
        period switch
        {
            Period.Day => date,
            // ISO 8601: the week begins on Monday.
            Period.Week => date.AddDays(-(((int)date.DayOfWeek + 6) % 7)),
            _ => new DateOnly(date.Year, date.Month, 1),
        };

    /// <summary>The last date of the period that contains the date.</summary>
    public static DateOnly Last(Period period, DateOnly date) => Next(period, date).AddDays(-1);

    private static DateOnly Next(Period period, DateOnly date) =>
        period switch
        {
            Period.Day => date.AddDays(1),
            Period.Week => First(period, date).AddDays(7),
            _ => First(period, date).AddMonths(1),
        };
}
