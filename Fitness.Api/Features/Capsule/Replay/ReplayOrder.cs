using System.Diagnostics;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>
/// The order in which requests began, asked the storage and ended. In a replay each waits for its turn, so that what raced for the storage
/// comes out as it did. What was recorded and does not come any more is passed over: at once when its request has ended, else when
/// nothing has happened for a while.
/// </summary>
internal sealed class ReplayOrder
{
    private const int Ok = 200;
    private const int ConditionFailed = 400;

    // Real time: the service is at work, or waits for what does not come. Who waits for the storage does so within its deadline; that a request
    // that was sent begins and ends is sure.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly List<Turn> turns;
    private readonly ILookup<int, Turn> byRequest;
    private int next;
    private long nextSince = Stopwatch.GetTimestamp();

    /// <param name="requests">The requests that are sent.</param>
    /// <param name="moved">Places that are known better, by those at which they were sent.</param>
    public ReplayOrder(IReadOnlyList<CapsuleRequest> requests, IReadOnlyDictionary<long, long> moved)
    {
        var places = Places(requests, moved);
        var storage = requests
            .SelectMany(request => request.StorageRequests.Select(one => (request.Number, Storage: one)))
            .GroupBy(one => one.Storage.Sent)
            .Select(group => new Turn(
                TurnKind.Storage,
                group.First().Storage.Operation,
                places[group.Key],
                group.Select(one => one.Number)
            ));
        turns =
        [
            .. requests
                .SelectMany(request =>
                    new[]
                    {
                        new Turn(TurnKind.Begin, null, request.Began * StateBefore.Steps, [request.Number]),
                        new Turn(TurnKind.End, null, EndOf(request), [request.Number]),
                    }
                )
                .Concat(storage)
                .OrderBy(turn => turn.Place),
        ];
        byRequest = turns
            .SelectMany(turn => turn.Requests.Select(number => (number, turn)))
            .ToLookup(pair => pair.number, pair => pair.turn);

        long EndOf(CapsuleRequest request) =>
            request.DidNotEnd
                ? long.MaxValue
                : request.StorageRequests.Select(one => places[one.Sent]).Append(request.Ended * StateBefore.Steps).Max();
    }

    /// <summary>How many turns were passed over although their requests went on: from there on, the order is another one.</summary>
    public int Lost { get; private set; }

    /// <summary>Waits until a request may be sent.</summary>
    public Task BeginAsync(int request, CancellationToken cancellation) =>
        WaitAsync(byRequest[request].First(turn => turn.Kind == TurnKind.Begin), cancellation);

    /// <summary>The service has it.</summary>
    public void Begun(int request) => End(byRequest[request].First(turn => turn.Kind == TurnKind.Begin));

    /// <summary>It has ended.</summary>
    public void Ended(int request)
    {
        lock (gate)
        {
            foreach (var turn in byRequest[request])
            {
                turn.Requests.Remove(request);
                turn.IsOver |= turn.Requests.Count == 0;
            }
            PassOn();
        }
    }

    /// <summary>Lets a request's storage requests through in their turn.</summary>
    public IStorageGate GateOf(int request) => new Gate(this, request);

    private async ValueTask<IDisposable?> EnterAsync(int request, string operation, CancellationToken cancellation)
    {
        Turn? turn;
        lock (gate)
        {
            var open = byRequest[request].Where(one => one.Kind == TurnKind.Storage && !one.IsTaken && !one.IsOver).ToList();
            turn = open.Find(one => one.Operation == operation);
            // What it asked before in the recording, it does not ask here.
            if (turn is not null)
            {
                foreach (var left in open.TakeWhile(one => one != turn))
                    left.IsOver = true;
            }
            if (turn is null)
                return null;
            turn.IsTaken = true;
            PassOn();
        }
        await WaitAsync(turn, cancellation);
        return new Taken(this, turn);
    }

    private async Task WaitAsync(Turn turn, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            lock (gate)
            {
                PassOn();
                if (turn.IsOver || turns[next] == turn)
                    return;
                if (
                    turn.Kind == TurnKind.Storage
                    && turns[next] is { IsTaken: false, Kind: not TurnKind.Begin }
                    && Stopwatch.GetElapsedTime(Math.Max(since, nextSince)) >= Patience
                )
                {
                    Lose(turns[next]);
                    continue;
                }
            }
            try
            {
                await turn.Come.Task.WaitAsync(Look, cancellation);
            }
            catch (TimeoutException)
            {
                // It looks again whether to wait.
            }
        }
    }

    // What its requests ask is not waited for any more: each wait would be one of the storage's deadline.
    private void Lose(Turn lost)
    {
        lost.IsOver = true;
        Lost++;
        foreach (var turn in lost.Requests.SelectMany(number => byRequest[number]))
            turn.IsOver |= turn is { Kind: TurnKind.Storage, IsTaken: false, Requests.Count: 1 };
    }

    private void End(Turn turn)
    {
        lock (gate)
        {
            turn.IsOver = true;
            PassOn();
        }
    }

    private void PassOn()
    {
        while (next < turns.Count && turns[next].IsOver)
        {
            turns[next].Come.TrySetResult();
            next++;
            nextSince = Stopwatch.GetTimestamp();
        }
        if (next < turns.Count)
            turns[next].Come.TrySetResult();
    }

    // By the answers: what was under way at the same time can have come to the storage in either order. One whose condition failed came after the
    // write that it failed by, though it was answered first. And what a request asks next, it asks later.
    private static Dictionary<long, long> Places(IReadOnlyList<CapsuleRequest> requests, IReadOnlyDictionary<long, long> moved)
    {
        var all = requests.SelectMany(request => request.StorageRequests).ToList();
        var places = new Dictionary<long, long>();
        foreach (var request in requests)
        {
            var last = 0L;
            foreach (var one in request.StorageRequests.OrderBy(one => one.Sent))
            {
                var place = Math.Max(PlaceOf(one), places.GetValueOrDefault(one.Sent));
                last = places[one.Sent] = Math.Max(place, last + 1);
            }
        }
        return places;

        long PlaceOf(CapsuleStorageRequest one) =>
            moved.TryGetValue(one.Sent, out var place)
                ? place
                : StateBefore.Steps
                    * (
                        one.Answered == 0 ? one.Sent
                        : one.Status != ConditionFailed ? one.Answered
                        : all.Where(other =>
                                other.Status == Ok
                                && other.Operation == one.Operation
                                && other.Answered > one.Answered
                                && other.Sent < one.Answered
                            )
                            .Select(other => other.Answered)
                            .DefaultIfEmpty(one.Answered)
                            .Min()
                    );
    }

    private enum TurnKind
    {
        Begin,
        Storage,
        End,
    }

    private sealed class Turn(TurnKind kind, string? operation, long place, IEnumerable<int> requests)
    {
        // Several where a round of writes asked for all of them.
        public HashSet<int> Requests { get; } = [.. requests];

        public TurnKind Kind { get; } = kind;

        public string? Operation { get; } = operation;

        public long Place { get; } = place;

        public bool IsTaken { get; set; }

        public bool IsOver { get; set; }

        public TaskCompletionSource Come { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Gate(ReplayOrder order, int request) : IStorageGate
    {
        public ValueTask<IDisposable?> EnterAsync(string operation, CancellationToken cancellation) =>
            order.EnterAsync(request, operation, cancellation);
    }

    private sealed class Taken(ReplayOrder order, Turn turn) : IDisposable
    {
        public void Dispose() => order.End(turn);
    }
}
