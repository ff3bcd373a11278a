using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Changes;

/// <summary>
/// Reads a user's changes in order: one request when there is nothing new, two otherwise, and a few more in the rare case that a
/// transaction has been applied only in part.
/// </summary>
/// <param name="client">DynamoDB.</param>
/// <param name="table">The table's name.</param>
/// <param name="calls">Runs the requests.</param>
/// <param name="time">The clock.</param>
public sealed class ChangeReader(IAmazonDynamoDB client, TableName table, StorageCalls calls, TimeProvider time)
{
    // How long a client waits, over several requests, for a change that the counter includes but that is not visible.
    // A transaction is applied within moments; a change that is missing for longer was removed by hand.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private const int ReadAttempts = 4;

    /// <summary>A page of changes.</summary>
    /// <param name="userId">Whose changes.</param>
    /// <param name="token">Where to continue, or null for everything.</param>
    /// <param name="limit">Changes per page.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>The page, or null when the token is no longer valid and the client has to start over.</returns>
    /// <exception cref="EraseInProgressException">All data of the user is being erased.</exception>
    internal async Task<ChangeList?> ReadAsync(string userId, SyncToken? token, int limit, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var page = await TryReadAsync(userId, token, limit, attempt == ReadAttempts, cancellation);
            if (page.Done)
                return page.List;
            await Backoff.DelayAsync(attempt, cancellation);
        }
    }

    /// <summary>
    /// No changes, and where to continue for those from now on: a client that takes this first and then reads everything misses nothing. One
    /// request, and another if something changed within a day. It begins before the first change that the counter includes but that is not
    /// visible yet, because whoever reads everything now may not see that one.
    /// </summary>
    /// <param name="userId">Whose changes.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="EraseInProgressException">All data of the user is being erased.</exception>
    internal async Task<ChangeList> BeginAsync(string userId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var counter = await GetCounterAsync(userId, cancellation);
        if (counter?.Erasure is not null)
            throw new EraseInProgressException();
        var last = counter?.Last ?? 0;
        var missing = counter?.Standing(1, now).Cast<long?>().FirstOrDefault() is { } first
            ? await FindMissingAsync(userId, counter, new SyncToken(counter.Stream, first - 1, now), now, cancellation)
            : null;
        var begin = missing is { } number
            ? new SyncToken(counter!.Stream, number - 1, now, (number, now))
            : new SyncToken(counter?.Stream ?? "", last, now);
        return new ChangeList([], begin.Encode(userId), false);
    }

    private async Task<long?> FindMissingAsync(
        string userId,
        ChangeCounter counter,
        SyncToken position,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var request = Query(userId, position.Number + 1, counter.Last);
        request.ProjectionExpression = "#key";
        var items = new List<Item>();
        do
        {
            var response = await calls.RunAsync(cancel => client.QueryAsync(request, cancel), cancellation);
            items.AddRange(response.Items);
            request.ExclusiveStartKey = response.LastEvaluatedKey;
        } while (request.ExclusiveStartKey is { Count: > 0 });
        return FindMissing(counter, position, counter.Last, items, now);
    }

    private async Task<(bool Done, ChangeList? List)> TryReadAsync(
        string userId,
        SyncToken? token,
        int limit,
        bool lastAttempt,
        CancellationToken cancellation
    )
    {
        // Taken first, so that everything deleted from here on counts as later than this page.
        var now = time.GetUtcNow();
        var position = token ?? new SyncToken("", 0, now);
        var counter = await GetCounterAsync(userId, cancellation);
        if (counter?.Erasure is not null)
            throw new EraseInProgressException();
        if (now - position.Since > SyncToken.Life || !BelongsTo(position, counter))
            return (true, null);
        if (counter is null || counter.Last == position.Number)
            return Page([], position.Number, position.Number);

        var request = Query(userId, position.Number + 1, counter.Last);
        request.Limit = limit;
        var response = await calls.RunAsync(cancel => client.QueryAsync(request, cancel), cancellation);
        var items = response.Items;
        var reached = response.LastEvaluatedKey is { Count: > 0 } ? Number(items[^1]) : counter.Last;
        var missing = FindMissing(counter, position, reached, items, now);
        if (missing is not null)
        {
            reached = missing.Value - 1;
            items = items.FindAll(item => Number(item) <= reached);
            if (items.Count == 0 && !lastAttempt)
                return (false, null);
        }
        return Page(items, reached, counter.Last, missing);

        (bool, ChangeList?) Page(List<Item> page, long number, long last, long? missing = null)
        {
            var waits = page.Count == 0 && missing is not null;
            (long, DateTimeOffset)? wait =
                !waits ? null
                : position.Wait is { } before && before.Number == missing ? before
                : (missing!.Value, now);
            var next = new SyncToken(counter?.Stream ?? "", number, number < last ? position.Since : now, wait);
            var changes = page.Where(item => !item.IsExpired(now)).Select(ToChange).ToList();
            return (true, new ChangeList(changes, next.Encode(userId), number < last && !waits));
        }
    }

    /// <summary>The user's counter; null before the first change.</summary>
    public async Task<ChangeCounter?> GetCounterAsync(string userId, CancellationToken cancellation)
    {
        var response = await calls.RunAsync(token => client.GetItemAsync(ChangeCounter.Get(table, userId), token), cancellation);
        return response.Item is { Count: > 0 } item ? ChangeCounter.FromItem(item) : null;
    }

    /// <summary>The items changed after a number, in their current state.</summary>
    public async Task<IReadOnlyList<Item>> ItemsSinceAsync(string userId, long number, CancellationToken cancellation)
    {
        var request = Query(userId, number + 1, long.MaxValue);
        var items = new List<Item>();
        do
        {
            var response = await calls.RunAsync(token => client.QueryAsync(request, token), cancellation);
            items.AddRange(response.Items);
            request.ExclusiveStartKey = response.LastEvaluatedKey;
        } while (request.ExclusiveStartKey is { Count: > 0 });
        return items;
    }

    /// <summary>An item's number in the order of changes.</summary>
    public static long Number(Item item) => (long)item.Number(ActivityItem.ChangeNumber)!.Value;

    /// <summary>Whether the position was taken from this counter, and the counter has not gone back behind it since.</summary>
    private static bool BelongsTo(SyncToken position, ChangeCounter? counter) =>
        position.Number == 0 || (counter is not null && counter.Stream == position.Stream && counter.Last >= position.Number);

    /// <summary>The lowest number that should be there but is missing, and for which the client has not waited long enough.</summary>
    private static long? FindMissing(ChangeCounter counter, SyncToken position, long to, List<Item> items, DateTimeOffset now)
    {
        var there = items.Select(Number).ToHashSet();
        var given = position.Wait is { } wait && now - wait.Since >= LongestWait ? wait.Number : 0;
        return counter
            .Standing(position.Number + 1, now)
            .TakeWhile(number => number <= to)
            .Where(number => number != given && !there.Contains(number))
            .Cast<long?>()
            .FirstOrDefault();
    }

    private static Change ToChange(Item item) =>
        ActivityItem.IsLive(item)
            ? new Change(item[ActivityItem.Id].S, ChangeKind.Upsert, ActivityItem.ToActivity(item))
            : new Change(item[ActivityItem.Id].S, ChangeKind.Delete);

    private QueryRequest Query(string userId, long from, long to) =>
        UserQuery.Between(table, TableIndexes.ByChange, userId, ActivityItem.ChangeNumber, from, to);
}
