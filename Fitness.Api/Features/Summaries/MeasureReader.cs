using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Changes;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Summaries;

/// <summary>The activities of some ranges.</summary>
/// <param name="Activities">Each activity once, as it was at some time during the read.</param>
/// <param name="KnowsDuplicates">Whether it is known which of them are possible duplicates.</param>
/// <param name="HasChanged">Whether something changed after the counter was read, so that they are not as they were then.</param>
/// <param name="IsExact">Whether they are exactly as they were after the counter's last change.</param>
internal sealed record MeasuresRead(IReadOnlyCollection<Measures> Activities, bool KnowsDuplicates, bool HasChanged, bool IsExact);

/// <summary>
/// Reads the measures of all activities in ranges of civil dates. A read of several pages is not a snapshot: an activity
/// that moves from a day not yet read to one already read would be missed. So what changed
/// since the start is read again, by its number in the order of changes, and replaces what was read before.
/// <para>
/// The index by day is the smallest, but holds only the measures that were summed when the table was created. If it lacks one, the index by
/// start is read, which holds whole activities: fetching what an index lacks would cost a read of the table for each activity, and the
/// embedded engine leaves it out in some requests.
/// </para>
/// </summary>
internal sealed class MeasureReader(
    IAmazonDynamoDB client,
    TableName table,
    TableInspector inspector,
    StorageCalls calls,
    ChangeReader changes,
    TimeProvider time
)
{
    /// <summary>The maximum number of pages for one summary; a page of the index by day holds about 5,000 activities.</summary>
    private const int MaxPages = 20;

    private const int MaxReplays = 10;

    /// <param name="userId">Whose activities.</param>
    /// <param name="ranges">Civil dates, both inclusive; no two overlap.</param>
    /// <param name="counter">The counter, read before.</param>
    /// <param name="duplicates">Whether it has to be known which activities are possible duplicates.</param>
    /// <param name="exactly">Whether the activities should be exactly as they were after the counter's last change, if possible.</param>
    /// <param name="cancellation">Cancels the requests.</param>
    /// <returns>The activities; null when there are too many.</returns>
    public async Task<MeasuresRead?> ReadAsync(
        string userId,
        IReadOnlyList<(DateOnly From, DateOnly To)> ranges,
        ChangeCounter? counter,
        bool duplicates,
        bool exactly,
        CancellationToken cancellation
    )
    {
        var now = time.GetUtcNow();
        var byId = new Dictionary<string, Measures>(StringComparer.Ordinal);
        var marks = inspector.Holds(TableIndexes.ByDay, [.. Measures.Attributes, ActivityItem.PossibleDuplicateOf]);
        var byDay = marks || (!duplicates && inspector.Holds(TableIndexes.ByDay, Measures.Attributes));
        // What changed since is read whole, so that there the mark would be known of some activities and not of others.
        var knowsDuplicates = marks || !byDay;
        var pages = 0;
        foreach (var (from, to) in ranges)
        {
            var request = byDay
                ? Query(userId, TableIndexes.ByDay, ActivityItem.DayKey, ActivityKeys.FirstOf(from), ActivityKeys.LastOf(to))
                : Query(
                    userId,
                    TableIndexes.ByStart,
                    ActivityItem.StartKey,
                    ActivityKeys.EarliestStartOf(from),
                    ActivityKeys.LatestStartOf(to)
                );
            do
            {
                if (pages++ == MaxPages)
                    return null;
                var response = await calls.RunAsync(token => client.QueryAsync(request, token), cancellation);
                response.Items.ForEach(Take);
                request.ExclusiveStartKey = response.LastEvaluatedKey;
            } while (request.ExclusiveStartKey is { Count: > 0 });
        }

        var last = counter?.Last ?? 0;
        var awaited = counter?.Standing(1, now).ToHashSet() ?? [];
        // With several pages, a transaction that was under way when the counter was read may have been applied between two of them.
        var looksBack = exactly || pages > 1 || byId.Values.GroupBy(FirstOfMonth).Any(month => CanBeKept(month.Key, month.Count()));
        var reached = looksBack ? awaited.Append(last + 1).Min() - 1 : last;
        for (var replay = 0; replay < MaxReplays; replay++)
        {
            var changed = await changes.ItemsSinceAsync(userId, reached, cancellation);
            if (changed.Count == 0)
                break;
            foreach (var item in changed)
            {
                byId.Remove(item[ActivityItem.Id].S);
                awaited.Remove(ChangeReader.Number(item));
                if (ActivityItem.IsLive(item))
                    Take(item);
            }
            reached = ChangeReader.Number(changed[^1]);
        }
        var hasChanged = reached > last;
        return new MeasuresRead(byId.Values, knowsDuplicates, hasChanged, counter is not null && !hasChanged && awaited.Count == 0);

        void Take(Item item)
        {
            var measures = Measures.FromItem(item);
            if (ranges.Any(range => measures.Date >= range.From && measures.Date <= range.To))
                byId[measures.Id] = measures with { IsPossibleDuplicate = knowsDuplicates && measures.IsPossibleDuplicate };
        }

        static DateOnly FirstOfMonth(Measures activity) => Periods.First(Period.Month, activity.Date);

        bool CanBeKept(DateOnly month, int count) =>
            count >= KeptMonth.LeastActivities && ranges.Any(range => range.From <= month && range.To >= Periods.Last(Period.Month, month));
    }

    private QueryRequest Query(string userId, string index, string key, string from, string to) =>
        UserQuery.Between(table, index, userId, key, from, to);
}
