using Fitness.Api.Storage;

namespace Fitness.Api.Features.Activities;

/// <summary>
/// The writes of each user in this process, in rounds, one at a time. All changes of a user take the next number of one counter, so of two
/// transactions at once one would fail. A writer that finds nobody at work begins a round at once. Those that come meanwhile make the next
/// one together: one read and one transaction for all of them. A round goes on although one of its writers leaves.
/// </summary>
/// <param name="rounds">Makes a round.</param>
/// <param name="time">The clock.</param>
public sealed class WriteQueues(WriteRounds rounds, TimeProvider time)
{
    // Whoever came first is done in a moment: with a short wait, and then the turns, a few processes come near to writing one after another.
    private const int LongestBackoff = 2;
    private const int MaxTurns = 3;
    private static readonly TimeSpan LongestTurns = TimeSpan.FromSeconds(1);

    /// <summary>How many writes of a user may wait. At the rate at which DynamoDB takes them from one user, the last one waits for some ten seconds.</summary>
    internal const int MaxWaiting = 1_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, UserQueue> queues = new(StringComparer.Ordinal);

    /// <summary>Lets the writes wait for their rounds.</summary>
    /// <param name="request">The request, whose user's they are.</param>
    /// <param name="writes">Those that are open.</param>
    /// <param name="cancellation">Cancels the wait, but no round that has begun.</param>
    /// <exception cref="StorageBusyException">Too many writes of the user wait.</exception>
    internal async Task RunAsync(WritingRequest request, IReadOnlyList<QueuedWrite> writes, CancellationToken cancellation)
    {
        Task served;
        using (request.Gate is { } order ? await order.EnterAsync(StorageObserver.Queue, cancellation) : null)
            served = Enter(request, writes);
        try
        {
            await served.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            request.Leave();
            throw;
        }
    }

    private Task Enter(WritingRequest request, IReadOnlyList<QueuedWrite> writes)
    {
        UserQueue? begun = null;
        Task served;
        lock (gate)
        {
            if (!queues.TryGetValue(request.UserId, out var queue))
                queues[request.UserId] = queue = begun = new UserQueue();
            if (queue.Waiting.Count > 0 && queue.Waiting.Count + writes.Count > MaxWaiting)
                throw new StorageBusyException();
            request.Observer?.Begin(StorageObserver.Queue).End();
            served = request.Begin(writes.Count);
            foreach (var write in writes)
                write.Enter();
            queue.Waiting.AddRange(writes);
        }
        if (begun is not null)
            _ = ServeAsync(request.UserId, begun);
        return served;
    }

    private async Task ServeAsync(string userId, UserQueue queue)
    {
        var (overtaken, throttled) = (0, 0);
        while (await TakeAsync(userId, queue) is { Count: > 0 } round)
        {
            var began = time.GetTimestamp();
            var end = await RunAsync(round);
            Return(queue, round, end);
            if (end == RoundEnd.Throttled)
                await Backoff.DelayAsync(++throttled, CancellationToken.None);
            else if (end == RoundEnd.Overtaken)
                await Backoff.DelayAsync(Math.Min(++overtaken, LongestBackoff), CancellationToken.None);
            else
            {
                // As often as others came first, so many of them write for this user. Now it is their turn, else one of them might never have its own.
                var turns = time.GetElapsedTime(began) * Math.Min(overtaken, MaxTurns);
                await Task.Delay(turns < LongestTurns ? turns : LongestTurns, CancellationToken.None);
                (overtaken, throttled) = (0, 0);
            }
        }
    }

    /// <summary>Makes the round in the flow of its first writer, to which its storage requests belong.</summary>
    private Task<RoundEnd> RunAsync(List<QueuedWrite> round)
    {
        if (round[0].Request.Context is not { } context)
            return rounds.RunAsync(round);
        Task<RoundEnd>? running = null;
        ExecutionContext.Run(context, _ => running = rounds.RunAsync(round), null);
        return running!;
    }

    /// <summary>The writes of the next round; none if nobody waits, and then the queue is gone.</summary>
    private async Task<List<QueuedWrite>> TakeAsync(string userId, UserQueue queue)
    {
        while (true)
        {
            WritingRequest? first;
            lock (gate)
                first = queue.First;
            using (first?.Gate is { } order ? await order.EnterAsync(StorageObserver.Round, CancellationToken.None) : null)
            {
                lock (gate)
                {
                    // Who has come only now has a turn of its own.
                    if (first is null && queue.First is not null)
                        continue;
                    var round = queue.Take();
                    if (round.Count == 0)
                        queues.Remove(userId);
                    else
                        round[0].Request.Observer?.Begin(StorageObserver.Round).End();
                    return round;
                }
            }
        }
    }

    private void Return(UserQueue queue, List<QueuedWrite> round, RoundEnd end)
    {
        lock (gate)
        {
            if (end == RoundEnd.Throttled)
                queue.Shrink(round.Sum(write => write.ItemIds.Count));
            else if (end == RoundEnd.Done)
                queue.Grow();
            queue.Waiting.InsertRange(0, round.Where(write => write.Waits));
            if (end == RoundEnd.Failed && round.Select(write => write.Failure).OfType<StorageException>().FirstOrDefault() is { } failure)
            {
                // Who came while the storage failed need not try for as long again.
                foreach (var write in queue.Waiting)
                    write.Fail(failure);
                round = [.. round, .. queue.Waiting];
                queue.Waiting.Clear();
            }
        }
        foreach (var write in round.Where(write => !write.Waits))
            write.Request.Serve();
    }

    /// <summary>The writes of one user that wait, in the order in which they came.</summary>
    private sealed class UserQueue
    {
        // As fast as it shrinks when DynamoDB throttles, so slowly it grows (as in StorageLoad): the rate stays near the one that DynamoDB takes.
        private const int Growth = 5;
        private int most = UserItems.MaxChanges;

        public List<QueuedWrite> Waiting { get; } = [];

        /// <summary>The request whose round is the next one.</summary>
        public WritingRequest? First => Waiting.Find(write => !write.Request.HasLeft)?.Request;

        public void Shrink(int size) => most = Math.Max(1, size / 2);

        public void Grow() => most = Math.Min(UserItems.MaxChanges, most + Growth);

        /// <summary>Takes as many as fit into one transaction, each item once, in turns: whoever has one write waits for no more than a round of another's many.</summary>
        public List<QueuedWrite> Take()
        {
            Waiting.RemoveAll(write => write.Request.HasLeft);
            var itemIds = new HashSet<string>(StringComparer.Ordinal);
            var round = new List<QueuedWrite>();
            var inTurns = Waiting
                .GroupBy(write => write.Request)
                .SelectMany(writes => writes.Index())
                .OrderBy(write => write.Index)
                .Select(write => write.Item);
            foreach (var write in inTurns)
            {
                if (round.Count > 0 && (itemIds.Count + write.ItemIds.Count > most || write.ItemIds.Any(itemIds.Contains)))
                    continue;
                itemIds.UnionWith(write.ItemIds);
                round.Add(write);
            }
            var taken = round.ToHashSet();
            Waiting.RemoveAll(taken.Contains);
            return round;
        }
    }
}
