using System.Text.Json;
using Fitness.Api.Features.StorageResponses;
using Fitness.Api.Storage;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Activities;

/// <summary>
/// Writes activities: one read, a decision for each activity, a look at what else took the same time, one conditional transaction. When
/// another write of the same user comes first, the decisions are made again from the new state.
/// </summary>
/// <param name="items">Reads and commits the items.</param>
/// <param name="neighbours">Finds what may be the same workout.</param>
/// <param name="time">The clock.</param>
public sealed class ActivityWriter(UserItems items, NeighbourReader neighbours, TimeProvider time)
{
    private const int MaxAttempts = 40;

    // In how many of the attempts DynamoDB may fail to read or write one item before the others continue without it.
    private const int MaxSetbacks = 8;

    /// <summary>Creates or replaces the activity under the client's id; repeating the same body changes nothing.</summary>
    internal Task<WriteResult> PutAsync(
        string userId,
        string id,
        ActivityInput input,
        Preconditions preconditions,
        CancellationToken cancellation
    ) => RunAsync(userId, Write.Upsert(id, input, preconditions), null, null, cancellation);

    /// <summary>Changes the activity's fields.</summary>
    /// <param name="userId">Whose activity.</param>
    /// <param name="id">The activity's id.</param>
    /// <param name="patch">Makes the new activity from the stored one, or adds errors.</param>
    /// <param name="preconditions">The request's preconditions.</param>
    /// <param name="cancellation">Cancels the request.</param>
    internal Task<WriteResult> PatchAsync(
        string userId,
        string id,
        MergePatch<ActivityInput> patch,
        Preconditions preconditions,
        CancellationToken cancellation
    ) => RunAsync(userId, new Write(id, (_, live) =>
            {
                if (live is null)
                    return new Decision.Return(new WriteResult(WriteOutcome.Missing));
                var errors = new RequestErrors();
                return patch.Apply(live.ToInput(), errors) is { } input
                    ? Decision.Replace(live, null, input, preconditions)
                    : new Decision.Return(new WriteResult(WriteOutcome.Refused, Problem: ProblemResult.Invalid(errors)));
            }), null, null, cancellation);

    /// <summary>Creates an activity under a generated id; with an idempotency key, a retry gets the first response.</summary>
    internal Task<WriteResult> PostAsync(string userId, ActivityInput input, string? idempotencyKey, CancellationToken cancellation)
    {
        var hash = IdempotencyKey.Fingerprint(input);
        return RunAsync(userId, new Write(ActivityId.Create(time.GetUtcNow()), (snapshot, live) =>
            {
                // Only this request knows the id, so an earlier attempt's transaction was applied although its response was lost.
                if (live is not null)
                    return new Decision.Return(new WriteResult(WriteOutcome.Created, live));
                if (snapshot.Record is not { } record)
                    return new Decision.Store(input);
                var (recordedHash, response) = UserItems.ReadRecord(record);
                return new Decision.Return(
                    recordedHash == hash
                        ? new WriteResult(WriteOutcome.Replayed, JsonSerializer.Deserialize(response, ActivityJson.Default.Activity))
                        : WriteResult.Refuse(
                            ProblemTypes.KeyReused,
                            $"The {IdempotencyKey.Header} was used for another body in the last {UserItems.IdempotencyLife.TotalHours} hours."
                        )
                );
            }), idempotencyKey, hash, cancellation);
    }

    /// <summary>Deletes the activity; a missing one counts as deleted.</summary>
    internal Task<WriteResult> DeleteAsync(string userId, string id, Preconditions preconditions, CancellationToken cancellation) =>
        RunAsync(userId, new Write(id, (_, live) => live is null ? new Decision.Return(new WriteResult(WriteOutcome.Deleted))
                : preconditions.AreMet(live) ? new Decision.Delete()
                : Decision.Stale(live)), null, null, cancellation);

    /// <summary>
    /// Performs several writes, at most <see cref="UserItems.MaxChanges"/> and each to a different activity, in one transaction if
    /// possible. Only the writes that the storage does not accept in time are refused.
    /// </summary>
    /// <returns>The results in the order of the writes.</returns>
    public async Task<IReadOnlyList<WriteResult>> RunAsync(string userId, IReadOnlyList<Write> writes, CancellationToken cancellation)
    {
        var (results, failure) = await TryAsync(userId, writes, null, null, cancellation);
        return [.. results.Select(result => result ?? Refusal(failure))];
    }

    /// <summary>Performs all of the writes, at most <see cref="UserItems.MaxChanges"/> and each to a different activity, or none.</summary>
    /// <returns>The results in the order of the writes; or why none was made.</returns>
    public async Task<(IReadOnlyList<WriteResult> Results, ProblemResult? Problem)> RunAllAsync(
        string userId,
        IReadOnlyList<Write> writes,
        CancellationToken cancellation
    )
    {
        var (results, failure) = await TryAsync(userId, writes, null, null, cancellation, together: true);
        var refused = results.FirstOrDefault(result => result?.Problem is not null) ?? (results.Contains(null) ? Refusal(failure) : null);
        return refused is null ? ([.. results.OfType<WriteResult>()], null) : ([], refused.Problem);
    }

    private static WriteResult Refusal(StorageException failure) => new(WriteOutcome.Refused, Problem: failure.ToProblem());

    private async Task<WriteResult> RunAsync(
        string userId,
        Write write,
        string? idempotencyKey,
        string? bodyHash,
        CancellationToken cancellation
    )
    {
        var (results, failure) = await TryAsync(userId, [write], idempotencyKey, bodyHash, cancellation);
        return results[0] ?? throw failure;
    }

    private async Task<(WriteResult?[] Results, StorageException Failure)> TryAsync(
        string userId,
        IReadOnlyList<Write> writes,
        string? idempotencyKey,
        string? bodyHash,
        CancellationToken cancellation,
        bool together = false
    )
    {
        var results = new WriteResult?[writes.Count];
        try
        {
            await RunAsync(userId, writes, results, idempotencyKey, bodyHash, together, cancellation);
            return (results, new StorageUnavailableException("It did not accept this activity in time."));
        }
        catch (StorageException exception)
        {
            return (results, exception);
        }
    }

    private async Task RunAsync(
        string userId,
        IReadOnlyList<Write> writes,
        WriteResult?[] results,
        string? idempotencyKey,
        string? bodyHash,
        bool together,
        CancellationToken cancellation
    )
    {
        var setbacks = new Dictionary<string, int>(StringComparer.Ordinal);
        var open = Enumerable.Range(0, writes.Count).ToList();
        for (var attempt = 1; open.Count > 0 && attempt <= MaxAttempts; attempt++)
        {
            if (attempt > 1)
                await Backoff.DelayAsync(attempt - 1, cancellation);
            var snapshot = await items.ReadAsync(userId, open.Select(index => writes[index].Id), idempotencyKey, cancellation);
            var planned = Decide(snapshot, writes, open, results);
            IEnumerable<string> stuck = snapshot.Unread;
            if (together && results.Any(result => result?.Problem is not null))
                break;
            if (planned.Count > 0 && !(together && snapshot.Unread.Count > 0))
            {
                var commit = await TryCommitAsync(snapshot, planned, results, bodyHash, cancellation);
                stuck = stuck.Concat(commit.Stuck);
            }
            foreach (var id in stuck)
                setbacks[id] = setbacks.GetValueOrDefault(id) + 1;
            open.RemoveAll(index =>
                results[index] is not null || (!together && setbacks.GetValueOrDefault(writes[index].Id) >= MaxSetbacks)
            );
        }
    }

    /// <summary>Decides the writes whose items were read.</summary>
    /// <returns>Those that change something.</returns>
    private List<PlannedWrite> Decide(Snapshot snapshot, IReadOnlyList<Write> writes, List<int> open, WriteResult?[] results)
    {
        var planned = new List<PlannedWrite>();
        foreach (var index in open.Where(index => !snapshot.Unread.Contains(writes[index].Id)))
        {
            var id = writes[index].Id;
            var live = snapshot.Live(id);
            switch (writes[index].Decide(snapshot, live))
            {
                case Decision.Return decided:
                    results[index] = decided.Result;
                    break;
                case Decision.Store store:
                    planned.Add(new PlannedWrite(index, id, live, Create(snapshot, id, store.Input, live), store.UnlessRecorded));
                    break;
                case Decision.Delete:
                    planned.Add(new PlannedWrite(index, id, live, null, false));
                    break;
            }
        }
        return planned;
    }

    private async Task<Commit> TryCommitAsync(
        Snapshot snapshot,
        List<PlannedWrite> planned,
        WriteResult?[] results,
        string? bodyHash,
        CancellationToken cancellation
    )
    {
        // After the counter: what another write adds from here on makes the transaction fail.
        var around = await neighbours.ReadAsync(snapshot.UserId, planned.SelectMany(write => write.Ranges), cancellation);
        var known = snapshot.With(around);
        var now = Now();
        var plan = new WritePlan(planned, around.Select(ActivityItem.ToActivity), now);
        // What one transaction does not take is decided again after it.
        for (var count = planned.Count / 2; count > 0 && plan.Ids.Count() > UserItems.MaxChanges; count /= 2)
            plan = new WritePlan(planned[..count], around.Select(ActivityItem.ToActivity), now);

        ItemChange ToChange(string id) =>
            new(id, number =>
                plan.After(id) is { } activity
                    ? ActivityItem.ToItem(snapshot.UserId, activity, number)
                    : ActivityItem.ToTombstone(snapshot.UserId, id, snapshot.NextVersion(id), number, now, ActivityItem.TombstoneLife)
            );
        (string BodyHash, string Response)? record = snapshot.IdempotencyKey is null
            ? null
            : (bodyHash!, JsonSerializer.Serialize(plan.Results.Single().Result.Activity!, ActivityJson.Default.Activity));
        List<ItemChange> changes = [.. plan.Ids.Take(UserItems.MaxChanges).Select(ToChange)];
        var commit = changes.Count == 0 ? new Commit(true, []) : await items.TryCommitAsync(known, changes, record, cancellation);
        if (commit.Done)
        {
            foreach (var (index, result) in plan.Results)
                results[index] = result;
        }
        return commit;
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
