using Fitness.Api.Storage;

namespace Fitness.Api.Features.Activities;

/// <summary>One write, or several that are all made or none, in the queue of its user until it has its results or fails.</summary>
/// <param name="request">The request that waits for it.</param>
/// <param name="writes">The writes, each to another activity.</param>
/// <param name="idempotency">The request's idempotency key and its body's hash, if it has a key.</param>
internal sealed class QueuedWrite(WritingRequest request, IReadOnlyList<Write> writes, (string Key, string BodyHash)? idempotency = null)
{
    // How often other processes may come first.
    private const int MaxAttempts = 40;

    // How often DynamoDB may fail to read or write an item of its own.
    private const int MaxSetbacks = 16;

    private int attempts;
    private bool isSetBack;

    public WritingRequest Request { get; } = request;

    public IReadOnlyList<Write> Writes { get; } = writes;

    public (string Key, string BodyHash)? Idempotency { get; } = idempotency;

    /// <summary>The items that it reads and may write.</summary>
    public IReadOnlyList<string> ItemIds { get; } =
    [
        .. writes.Select(write => ActivityKeys.Item(write.Id)),
        .. idempotency is { } record ? [ActivityKeys.IdempotencyItem(record.Key)] : Array.Empty<string>(),
    ];

    /// <summary>The results, in the order of the writes; one that is null is not decided.</summary>
    public WriteResult?[] Results { get; } = new WriteResult?[writes.Count];

    /// <summary>Why there are no results.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>How often an item of its own was in the way.</summary>
    public int Setbacks { get; private set; }

    /// <summary>Whether it is neither made nor refused. A refusal of one of its writes is one of all.</summary>
    public bool IsOpen => Failure is null && Refusal is null && Results.Contains(null);

    /// <summary>Whether it is part of the next rounds.</summary>
    public bool Waits => IsOpen && !isSetBack;

    /// <summary>The first result that is a refusal.</summary>
    public WriteResult? Refusal => Array.Find(Results, result => result?.Problem is not null);

    /// <summary>It enters the queue.</summary>
    public void Enter() => isSetBack = false;

    /// <summary>It ends without results.</summary>
    public void Fail(Exception failure) => Failure ??= failure;

    /// <summary>Something that concerns the whole round came first.</summary>
    public void TryAgain()
    {
        if (++attempts >= MaxAttempts)
            Fail(NotInTime());
    }

    /// <summary>An item of its own was in the way: it leaves the queue, so that others need not wait for that item.</summary>
    public void SetBack()
    {
        isSetBack = true;
        if (++Setbacks >= MaxSetbacks)
            Fail(NotInTime());
    }

    private static StorageUnavailableException NotInTime() => new("It did not accept this activity in time.");
}
