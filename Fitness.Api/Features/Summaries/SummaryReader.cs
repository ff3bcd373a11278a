using Fitness.Api.Storage;

namespace Fitness.Api.Features.Summaries;

/// <summary>The totals of a range, by day and sport.</summary>
/// <param name="Days">The totals, in the order of dates and sports.</param>
/// <param name="Wrong">The months whose kept totals were found to be wrong.</param>
internal sealed record RangeTotals(IReadOnlyList<SportDay> Days, IReadOnlyList<DateOnly> Wrong);

/// <summary>
/// Reads totals: those that are kept and up to date, and the sums of the activities for the rest, which it keeps where that is worth it. All are
/// as after the same change: if one is made meanwhile, an activity may have moved between what was summed and what was kept, and all is read again.
/// </summary>
internal sealed partial class SummaryReader(KeptMonths kept, MeasureReader measures, TimeProvider time, ILogger<SummaryReader> logger)
{
    // The last time, without anything that was kept.
    private const int Attempts = 3;

    /// <summary>Kept months do not serve where they would divide the rest into more ranges than this, each of which is a request.</summary>
    private const int MaxRanges = 4;

    /// <param name="userId">Whose totals.</param>
    /// <param name="from">The first date.</param>
    /// <param name="to">The last date.</param>
    /// <param name="duplicates">Whether possible duplicates count.</param>
    /// <param name="anew">Whether to sum activities only, and to compare what is kept with them.</param>
    /// <param name="cancellation">Cancels the requests.</param>
    /// <returns>The totals; null when there are too many activities.</returns>
    public async Task<RangeTotals?> ReadAsync(
        string userId,
        DateOnly from,
        DateOnly to,
        DuplicateCounting duplicates,
        bool anew,
        CancellationToken cancellation
    )
    {
        // Whole months, to compare them.
        var (first, last) = anew ? (Periods.First(Period.Month, from), Periods.Last(Period.Month, to)) : (from, to);
        for (var attempt = 1; ; attempt++)
        {
            var range = await kept.ReadAsync(userId, first, last, cancellation);
            var serving = range.Months.Where(month => month.Serves(duplicates)).ToList();
            var used = anew || attempt == Attempts ? [] : serving;
            var open = Without(first, last, used);
            if (open.Count > MaxRanges)
                (used, open) = ([], [(first, last)]);
            MeasuresRead? read = null;
            if (open.Count > 0)
            {
                var marks = anew || duplicates == DuplicateCounting.Exclude;
                read = await measures.ReadAsync(userId, open, range.Counter, marks, anew, cancellation);
                if (read is null)
                    return null;
                if (attempt < Attempts && ((used.Count > 0 && read.HasChanged) || (anew && range.Months.Count > 0 && !read.IsExact)))
                {
                    await Backoff.DelayAsync(attempt, cancellation);
                    continue;
                }
            }
            var summed = SportDay.Of(read?.Activities ?? []);
            var wrong = read is { IsExact: true }
                ? await KeepAsync(userId, range, serving, (first, last), summed, read.KnowsDuplicates, anew, cancellation)
                : [];
            return new RangeTotals(
                [
                    .. summed
                        .Concat(used.SelectMany(month => month.Days!))
                        .Where(day => day.Date >= from && day.Date <= to)
                        .OrderBy(day => (day.Date, day.Sport)),
                ],
                wrong
            );
        }
    }

    /// <summary>Keeps the whole months that were summed, where it is worth it or the kept totals are wrong.</summary>
    /// <returns>The months whose kept totals are wrong.</returns>
    private async Task<IReadOnlyList<DateOnly>> KeepAsync(
        string userId,
        KeptRange range,
        List<KeptMonth> serving,
        (DateOnly From, DateOnly To) dates,
        IReadOnlyList<SportDay> summed,
        bool knowsDuplicates,
        bool anew,
        CancellationToken cancellation
    )
    {
        var (counter, now) = (range.Counter!, time.GetUtcNow());
        if (counter.Erasure is not null)
            return [];
        var (wrong, items) = (new List<DateOnly>(), new List<Item>());
        var byMonth = summed.ToLookup(day => Periods.First(Period.Month, day.Date));
        foreach (var (first, last) in Periods.Split(Period.Month, dates.From, dates.To))
        {
            if (first.Day > 1 || last != Periods.Last(Period.Month, first))
                continue;
            var month = new KeptMonth(first, counter.Stream, counter.Last, knowsDuplicates, [.. byMonth[first]]);
            var before = range.Months.FirstOrDefault(other => other.Month == first);
            var isWrong = anew && before?.Agrees(month) == false;
            if (isWrong)
                wrong.Add(first);
            if (!isWrong && (serving.Contains(before!) || month.Count < KeptMonth.LeastActivities))
                continue;
            var item = month.ToItem(userId, now);
            if (isWrong || month.Pays(item.Bytes()))
                items.Add(item);
        }
        if (wrong.Count > 0)
            LogWrong(logger, wrong.Count);
        await kept.KeepAsync(userId, counter, items, cancellation);
        return wrong;
    }

    /// <summary>The range without the kept months, in as few parts as possible.</summary>
    private static List<(DateOnly From, DateOnly To)> Without(DateOnly from, DateOnly to, IReadOnlyList<KeptMonth> used)
    {
        var open = new List<(DateOnly From, DateOnly To)>();
        var next = from;
        foreach (var month in used.OrderBy(month => month.Month))
        {
            if (month.Month > next)
                open.Add((next, month.Month.AddDays(-1)));
            next = month.Month.AddMonths(1);
        }
        if (next <= to)
            open.Add((next, to));
        return open;
    }

    [LoggerMessage(
        53,
        LogLevel.Warning,
        "In {Count} of the months of a summary, the kept totals differed from the sums of the activities. They are replaced."
    )]
    private static partial void LogWrong(ILogger logger, int count);
}
