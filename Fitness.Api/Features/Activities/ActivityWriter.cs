using System.Text.Json;
using Fitness.Api.Features.StorageResponses;
using Fitness.Api.Storage;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Activities;

/// <summary>
/// Writes activities: one read, a decision for each activity, one conditional transaction. When another write of the same user comes
/// first, the decisions are made again from the new state.
/// </summary>
/// <param name="items">Reads and commits the items.</param>
/// <param name="time">The clock.</param>
public sealed class ActivityWriter(UserItems items, TimeProvider time)
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
                    ? Decision.Replace(live, input, preconditions)
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

    /// <summary>Creates the activity if there is none under the id; does not change an existing one.</summary>
    public Task<WriteResult> AddAsync(string userId, string id, ActivityInput input, CancellationToken cancellation) =>
        RunAsync(userId, Write.Add(id, input), null, null, cancellation);

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
        return [.. results.Select(result => result ?? new WriteResult(WriteOutcome.Refused, Problem: failure.ToProblem()))];
    }

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
        CancellationToken cancellation
    )
    {
        var results = new WriteResult?[writes.Count];
        try
        {
            await RunAsync(userId, writes, results, idempotencyKey, bodyHash, cancellation);
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
            var prepared = new List<(int Index, WriteResult Result, ItemChange Change)>();
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
                        var activity = Create(snapshot, id, store.Input, live);
                        prepared.Add(
                            (
                                index,
                                new WriteResult(live is null ? WriteOutcome.Created : WriteOutcome.Replaced, activity),
                                new ItemChange(id, number => ActivityItem.ToItem(userId, activity, number))
                            )
                        );
                        break;
                    case Decision.Delete:
                        var (version, now) = (snapshot.NextVersion(id), time.GetUtcNow());
                        prepared.Add(
                            (
                                index,
                                new WriteResult(WriteOutcome.Deleted),
                                new ItemChange(id, number =>
                                    ActivityItem.ToTombstone(userId, id, version, number, now, ActivityItem.TombstoneLife)
                                )
                            )
                        );
                        break;
                }
            }
            IEnumerable<string> stuck = snapshot.Unread;
            if (prepared.Count > 0)
            {
                (string BodyHash, string Response)? record = idempotencyKey is null
                    ? null
                    : (bodyHash!, JsonSerializer.Serialize(prepared[0].Result.Activity!, ActivityJson.Default.Activity));
                var commit = await items.TryCommitAsync(snapshot, [.. prepared.Select(write => write.Change)], record, cancellation);
                if (commit.Done)
                    prepared.ForEach(write => results[write.Index] = write.Result);
                stuck = stuck.Concat(commit.Stuck);
            }
            foreach (var id in stuck)
                setbacks[id] = setbacks.GetValueOrDefault(id) + 1;
            open.RemoveAll(index => results[index] is not null || setbacks.GetValueOrDefault(writes[index].Id) >= MaxSetbacks);
        }
    }

    private Activity Create(Snapshot snapshot, string id, ActivityInput input, Activity? live)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        return new Activity(input)
        {
            Id = id,
            CreatedAt = live?.CreatedAt ?? now,
            UpdatedAt = now,
            Version = snapshot.NextVersion(id),
        };
    }
}
