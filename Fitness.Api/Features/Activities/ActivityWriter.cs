using System.Text.Json;
using Fitness.Api.Features.StorageResponses;
using Fitness.Api.Storage;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Activities;

/// <summary>
/// Writes activities. Those of one user are made in rounds, each from one read by one conditional transaction (<see cref="WriteQueues"/>). When
/// another process comes first, the decisions are made again from the new state.
/// </summary>
/// <param name="queues">Makes the writes.</param>
/// <param name="time">The clock.</param>
public sealed class ActivityWriter(WriteQueues queues, TimeProvider time)
{
    /// <summary>Creates or replaces the activity under the client's id; repeating the same body changes nothing.</summary>
    internal Task<WriteResult> PutAsync(
        string userId,
        string id,
        ActivityInput input,
        Preconditions preconditions,
        CancellationToken cancellation
    ) => RunAsync(userId, Write.Upsert(id, input, preconditions), null, cancellation);

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
            }), null, cancellation);

    /// <summary>Creates an activity under a generated id; with an idempotency key, a retry gets the first response.</summary>
    internal Task<WriteResult> PostAsync(string userId, ActivityInput input, string? idempotencyKey, CancellationToken cancellation)
    {
        var hash = IdempotencyKey.Fingerprint(input);
        return RunAsync(userId, new Write(ActivityId.Create(time.GetUtcNow()), (snapshot, live) =>
            {
                // Only this request knows the id, so an earlier attempt's transaction was applied although its response was lost.
                if (live is not null)
                    return new Decision.Return(new WriteResult(WriteOutcome.Created, live));
                if (idempotencyKey is null || !snapshot.Records.TryGetValue(idempotencyKey, out var record))
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
            }), idempotencyKey is null ? null : (idempotencyKey, hash), cancellation);
    }

    /// <summary>Deletes the activity; a missing one counts as deleted.</summary>
    internal Task<WriteResult> DeleteAsync(string userId, string id, Preconditions preconditions, CancellationToken cancellation) =>
        RunAsync(userId, new Write(id, (_, live) => live is null ? new Decision.Return(new WriteResult(WriteOutcome.Deleted))
                : preconditions.AreMet(live) ? new Decision.Delete()
                : Decision.Stale(live)), null, cancellation);

    /// <summary>Performs several writes, each to a different activity. Only the writes that the storage does not accept in time are refused.</summary>
    /// <returns>The results in the order of the writes.</returns>
    public async Task<IReadOnlyList<WriteResult>> RunAsync(string userId, IReadOnlyList<Write> writes, CancellationToken cancellation)
    {
        var request = new WritingRequest(userId);
        List<QueuedWrite> queued = [.. writes.Select(write => new QueuedWrite(request, [write]))];
        await RunAsync(request, queued, cancellation);
        return [.. queued.Select(write => write.Failure is null ? write.Results[0]! : Refusal(write.Failure))];
    }

    /// <summary>Performs all of the writes, at most <see cref="UserItems.MaxChanges"/> and each to a different activity, or none.</summary>
    /// <returns>The results in the order of the writes; or why none was made.</returns>
    public async Task<(IReadOnlyList<WriteResult> Results, ProblemResult? Problem)> RunAllAsync(
        string userId,
        IReadOnlyList<Write> writes,
        CancellationToken cancellation
    )
    {
        var request = new WritingRequest(userId);
        var all = new QueuedWrite(request, writes);
        await RunAsync(request, [all], cancellation);
        var refused = all.Failure is null ? all.Refusal : Refusal(all.Failure);
        return refused is null ? ([.. all.Results.OfType<WriteResult>()], null) : ([], refused.Problem);
    }

    private async Task<WriteResult> RunAsync(
        string userId,
        Write write,
        (string Key, string BodyHash)? idempotency,
        CancellationToken cancellation
    )
    {
        var request = new WritingRequest(userId);
        var queued = new QueuedWrite(request, [write], idempotency);
        await RunAsync(request, [queued], cancellation);
        return queued.Failure is null ? queued.Results[0]! : throw queued.Failure;
    }

    private async Task RunAsync(WritingRequest request, List<QueuedWrite> writes, CancellationToken cancellation)
    {
        for (var open = writes; open.Count > 0; open = open.FindAll(write => write.IsOpen))
        {
            // Something that has to do with its items only; others go on meanwhile.
            if (open.Max(write => write.Setbacks) is > 0 and var setbacks)
                await Backoff.DelayAsync(setbacks, cancellation);
            try
            {
                await queues.RunAsync(request, open, cancellation);
            }
            catch (StorageBusyException exception)
            {
                open.ForEach(write => write.Fail(exception));
            }
        }
    }

    /// <exception cref="EraseInProgressException">All data of the user is being erased; then nothing of the request is answered on its own.</exception>
    private static WriteResult Refusal(Exception failure) =>
        failure is StorageException reason ? new WriteResult(WriteOutcome.Refused, Problem: reason.ToProblem()) : throw failure;
}
