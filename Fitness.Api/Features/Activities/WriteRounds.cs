using System.Text.Json;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Activities;

/// <summary>How a round ended.</summary>
internal enum RoundEnd
{
    /// <summary>Its writes are made or refused, or wait for items of their own.</summary>
    Done,

    /// <summary>Another process came first.</summary>
    Overtaken,

    /// <summary>DynamoDB takes no more of the user's writes at the moment.</summary>
    Throttled,

    /// <summary>The storage failed, and all of its writes with it.</summary>
    Failed,
}

/// <summary>
/// Makes writes of one user together: one read, a decision for each activity, a look at what else took the same time, one conditional
/// transaction. A write that is refused, or that waits for an item of its own, keeps no other from being made.
/// </summary>
/// <param name="items">Reads and commits the items.</param>
/// <param name="neighbours">Finds what may be the same workout.</param>
/// <param name="time">The clock.</param>
public sealed class WriteRounds(UserItems items, NeighbourReader neighbours, TimeProvider time)
{
    /// <summary>Makes the writes, as far as they can be made now. The others are open, and have to be decided anew.</summary>
    /// <param name="round">The writes of one user; together they have no item twice, and as many as a transaction takes beside the counter.</param>
    internal async Task<RoundEnd> RunAsync(IReadOnlyList<QueuedWrite> round)
    {
        var requests = round.Select(write => write.Request).Distinct().ToList();
        foreach (var request in requests.Skip(1))
        {
            if (requests[0].Span is { } span)
                request.Span?.AddLink(new System.Diagnostics.ActivityLink(span.Context));
        }
        var counter = requests.Exists(request => request.StorageRequests is not null) ? StorageRequestCounter.Begin() : null;
        if (
            requests.Count > 1
            && requests.Select(request => request.Observer).OfType<IStorageObserver>().ToList() is { Count: > 0 } observers
        )
            StorageObserver.OfThisFlow = StorageObserver.OfAll(observers);
        try
        {
            return await TryAsync(round);
        }
        // Whatever it is, the writers must not wait for ever.
        catch (Exception exception)
        {
            foreach (var write in round.Where(write => write.IsOpen))
                write.Fail(exception);
            return RoundEnd.Failed;
        }
        finally
        {
            if (counter is not null)
            {
                foreach (var request in requests)
                    request.StorageRequests?.Add(counter);
            }
        }
    }

    private async Task<RoundEnd> TryAsync(IReadOnlyList<QueuedWrite> round)
    {
        var snapshot = await items.ReadAsync(
            round[0].Request.UserId,
            round.SelectMany(write => write.Writes).Select(write => write.Id),
            round.Select(write => write.Idempotency?.Key).OfType<string>(),
            CancellationToken.None
        );
        var planned = Decide(snapshot, round);
        return planned.Count == 0 ? RoundEnd.Done : await CommitAsync(snapshot, planned);
    }

    /// <summary>Decides the writes whose items were read.</summary>
    /// <returns>Those that change something.</returns>
    private List<PlannedWrite> Decide(Snapshot snapshot, IReadOnlyList<QueuedWrite> round)
    {
        var planned = new List<PlannedWrite>();
        foreach (var queued in round.Where(queued => !queued.Request.HasLeft))
        {
            if (queued.ItemIds.Any(snapshot.Unread.Contains))
            {
                queued.SetBack();
                continue;
            }
            var decided = queued.Writes.Select((_, index) => Decide(snapshot, queued, index)).OfType<PlannedWrite>().ToList();
            if (queued.IsOpen)
                planned.AddRange(decided);
        }
        return planned;
    }

    private PlannedWrite? Decide(Snapshot snapshot, QueuedWrite queued, int index)
    {
        var write = queued.Writes[index];
        var live = snapshot.Live(write.Id);
        var decision = write.Decide(snapshot, live);
        queued.Results[index] = (decision as Decision.Return)?.Result;
        return decision switch
        {
            Decision.Store store => new(queued, index, live, Create(snapshot, write.Id, store.Input, live), store.UnlessRecorded),
            Decision.Delete => new(queued, index, live, null, false),
            _ => null,
        };
    }

    private async Task<RoundEnd> CommitAsync(Snapshot snapshot, List<PlannedWrite> planned)
    {
        // After the counter: what another process adds from here on makes the transaction fail.
        var around = await neighbours.ReadAsync(snapshot.UserId, planned.SelectMany(write => write.Ranges), CancellationToken.None);
        var now = Now();
        var plan = Plan(planned, [.. around.Select(ActivityItem.ToActivity)], now);

        ItemChange ToChange(string id) =>
            new(id, number =>
                plan.After(id) is { } activity
                    ? ActivityItem.ToItem(snapshot.UserId, activity, number)
                    : ActivityItem.ToTombstone(snapshot.UserId, id, snapshot.NextVersion(id), number, now, ActivityItem.TombstoneLife)
            );
        var records = plan
            .WithKey.Select(write => new IdempotencyRecord(
                write.Queued.Idempotency!.Value,
                JsonSerializer.Serialize(plan.After(write.Id)!, ActivityJson.Default.Activity)
            ))
            .ToList();
        List<ItemChange> changes = [.. plan.Ids.Take(UserItems.MaxChanges - records.Count).Select(ToChange)];
        var commit =
            changes.Count == 0 ? Commit.Made : await items.TryCommitAsync(snapshot.With(around), changes, records, CancellationToken.None);
        if (!commit.Done)
            return Postpone(plan, changes, commit);
        foreach (var (write, result) in plan.Results)
            write.Queued.Results[write.Index] = result;
        return RoundEnd.Done;
    }

    /// <summary>Plans what fits into one transaction; the rest is decided again after it.</summary>
    private static WritePlan Plan(List<PlannedWrite> planned, Activity[] around, DateTimeOffset now)
    {
        var plan = new WritePlan(planned, around, now);
        var queued = planned.GroupBy(write => write.Queued).ToList();
        for (var count = queued.Count / 2; count > 0 && !plan.Fits; count /= 2)
            plan = new WritePlan([.. queued.Take(count).SelectMany(write => write)], around, now);
        return plan;
    }

    /// <summary>Lets those writes wait for whose items DynamoDB cancelled the transaction, so that the others can go on without them.</summary>
    private static RoundEnd Postpone(WritePlan plan, List<ItemChange> changes, Commit commit)
    {
        var hindered = new HashSet<QueuedWrite>();
        foreach (var (index, failure) in commit.Obstacles)
        {
            IEnumerable<PlannedWrite> causes =
                index < changes.Count ? plan.CausesOf(changes[index].Id) : [plan.WithKey.ElementAt(index - changes.Count)];
            foreach (var write in causes.Select(cause => cause.Queued))
            {
                hindered.Add(write);
                if (failure is not null)
                    write.Fail(failure);
            }
        }
        var all = plan.Writes.Select(write => write.Queued).Distinct().ToList();
        // Then it is no single item that DynamoDB does not take, but so many.
        if (commit.Throttled && all.Count > 1 && all.TrueForAll(hindered.Contains))
            hindered.Clear();
        foreach (var write in all)
        {
            if (hindered.Contains(write))
                write.SetBack();
            else if (hindered.Count == 0)
                write.TryAgain();
        }
        return commit.Throttled ? RoundEnd.Throttled
            : hindered.Count == 0 ? RoundEnd.Overtaken
            : RoundEnd.Done;
    }

    private Activity Create(Snapshot snapshot, string id, ActivityInput input, Activity? live)
    {
        var now = Now();
        return new Activity(input)
        {
            Id = id,
            CreatedAt = live?.CreatedAt ?? now,
            UpdatedAt = now,
            Version = snapshot.NextVersion(id),
            PossibleDuplicateOf = live?.PossibleDuplicateOf,
        };
    }

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
