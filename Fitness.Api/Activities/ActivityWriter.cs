using System.Text.Json;
using Fitness.Api.Http;
using Fitness.Api.Problems;
using Fitness.Api.Storage;

namespace Fitness.Api.Activities;

/// <summary>How a write ended.</summary>
internal enum WriteOutcome { Created, Replaced, Unchanged, Deleted, Replayed, Missing, Refused }

/// <param name="Outcome">How the write ended.</param>
/// <param name="Activity">The activity after it, where there is one.</param>
/// <param name="Problem">Why it was refused.</param>
internal sealed record WriteResult(WriteOutcome Outcome, Activity? Activity = null, ProblemResult? Problem = null)
{
    public static WriteResult Refuse(ProblemType type, string detail) => new(WriteOutcome.Refused, Problem: ProblemResult.Of(type, detail));
}

/// <summary>
/// Changes activities: one read, a decision, one conditional transaction. When another write of the same user comes first,
/// the decision is made again on what is stored then.
/// </summary>
internal sealed class ActivityWriter(UserItems items, TimeProvider time)
{
    private const int MaxAttempts = 40;

    /// <summary>Creates the activity under the client's id, or replaces it; the same body again changes nothing.</summary>
    public Task<WriteResult> PutAsync(string userId, string id, ActivityInput input, Preconditions preconditions, CancellationToken cancellation) =>
        RunAsync(userId, id, null, async snapshot =>
        {
            var live = snapshot.Live;
            // RFC 9110, 13.1.1: a change that has succeeded already may be answered as such, so that a retry is harmless.
            if (live is not null && live.ToInput() == input && (preconditions.HasIfMatch || preconditions.Hold(live))) return new WriteResult(WriteOutcome.Unchanged, live);
            if (Refusal(live, preconditions) is { } refusal) return refusal;
            return await StoreAsync(snapshot, input, live, null, cancellation);
        }, cancellation);

    /// <summary>Changes the activity's fields.</summary>
    /// <param name="userId">Whose activity.</param>
    /// <param name="id">The activity's id.</param>
    /// <param name="patch">Makes the new from the stored, or adds errors.</param>
    /// <param name="preconditions">The request's preconditions.</param>
    /// <param name="cancellation">Ends the request.</param>
    public Task<WriteResult> PatchAsync(string userId, string id, MergePatch<ActivityInput> patch, Preconditions preconditions, CancellationToken cancellation) =>
        RunAsync(userId, id, null, async snapshot =>
        {
            if (snapshot.Live is not { } live) return new WriteResult(WriteOutcome.Missing);
            var errors = new RequestErrors();
            if (patch.Apply(live.ToInput(), errors) is not { } input) return new WriteResult(WriteOutcome.Refused, Problem: ProblemResult.Invalid(errors));
            if (live.ToInput() == input && (preconditions.HasIfMatch || preconditions.Hold(live))) return new WriteResult(WriteOutcome.Unchanged, live);
            if (Refusal(live, preconditions) is { } refusal) return refusal;
            return await StoreAsync(snapshot, input, live, null, cancellation);
        }, cancellation);

    /// <summary>Creates an activity under the server's id; with a key, a retry gets the first answer.</summary>
    public Task<WriteResult> PostAsync(string userId, ActivityInput input, string? idempotencyKey, CancellationToken cancellation)
    {
        var hash = IdempotencyKey.Fingerprint(input);
        return RunAsync(userId, ActivityId.Create(time.GetUtcNow()), idempotencyKey, async snapshot =>
        {
            // Only this request knows the id: the transaction of an earlier attempt was applied although its answer was lost.
            if (snapshot.Live is { } live) return new WriteResult(WriteOutcome.Created, live);
            if (snapshot.Record is { } record)
            {
                var (recordedHash, answer) = UserItems.ReadRecord(record);
                return recordedHash == hash
                    ? new WriteResult(WriteOutcome.Replayed, JsonSerializer.Deserialize(answer, FitnessJson.Default.Activity))
                    : WriteResult.Refuse(ProblemTypes.KeyReused, $"The {IdempotencyKey.Header} was used for another body in the last {UserItems.IdempotencyLife.TotalHours} hours.");
            }
            return await StoreAsync(snapshot, input, null, hash, cancellation);
        }, cancellation);
    }

    /// <summary>Deletes the activity; what is not there counts as deleted.</summary>
    public Task<WriteResult> DeleteAsync(string userId, string id, Preconditions preconditions, CancellationToken cancellation) =>
        RunAsync(userId, id, null, async snapshot =>
        {
            if (snapshot.Live is not { } live) return new WriteResult(WriteOutcome.Deleted);
            if (!preconditions.Hold(live)) return Stale(live);
            var tombstone = ActivityItem.ToTombstone(userId, id, snapshot.NextVersion, snapshot.NextChange, time.GetUtcNow(), UserItems.TombstoneLife);
            return await items.TryCommitAsync(snapshot, tombstone, null, cancellation) ? new WriteResult(WriteOutcome.Deleted) : null;
        }, cancellation);

    private static WriteResult? Refusal(Activity? live, Preconditions preconditions)
    {
        if (!preconditions.Hold(live)) return Stale(live);
        return live is null || preconditions.HasIfMatch ? null : WriteResult.Refuse(ProblemTypes.IfMatchRequired, $"The activity is stored with other values; its ETag is {live.ETag}.");
    }

    private static WriteResult Stale(Activity? live) =>
        WriteResult.Refuse(ProblemTypes.StaleVersion, live is null ? "There is no such activity." : $"The activity's ETag is {live.ETag}.");

    private async Task<WriteResult?> StoreAsync(Snapshot snapshot, ActivityInput input, Activity? live, string? bodyHash, CancellationToken cancellation)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var activity = new Activity(input) { Id = snapshot.Id, CreatedAt = live?.CreatedAt ?? now, UpdatedAt = now, Version = snapshot.NextVersion };
        (string, string)? record = snapshot.IdempotencyKey is null ? null : (bodyHash!, JsonSerializer.Serialize(activity, FitnessJson.Default.Activity));
        var committed = await items.TryCommitAsync(snapshot, ActivityItem.ToItem(snapshot.UserId, activity, snapshot.NextChange), record, cancellation);
        return committed ? new WriteResult(live is null ? WriteOutcome.Created : WriteOutcome.Replaced, activity) : null;
    }

    private async Task<WriteResult> RunAsync(string userId, string id, string? idempotencyKey, Func<Snapshot, Task<WriteResult?>> decide, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (attempt > 0)
            {
                var longest = Math.Min(5 << Math.Min(attempt, 5), 150);
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, longest)), cancellation);
            }
            if (await items.TryReadAsync(userId, id, idempotencyKey, cancellation) is { } snapshot && await decide(snapshot) is { } result) return result;
        }
        throw new StorageUnavailableException("Other writes of the same user came first each time.");
    }
}
