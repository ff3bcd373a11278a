using Fitness.Api.Storage;

namespace Fitness.Api.Features.Activities;

/// <summary>A request while its writes are in the queue of its user.</summary>
/// <param name="userId">The user.</param>
internal sealed class WritingRequest(string userId)
{
    private TaskCompletionSource served = new();
    private int waiting;

    public string UserId { get; } = userId;

    /// <summary>The request's own asynchronous flow.</summary>
    public ExecutionContext? Context { get; } = ExecutionContext.Capture();

    /// <summary>Counts the requests to the storage, if the client wants to know.</summary>
    public StorageRequestCounter? StorageRequests { get; } = StorageRequestCounter.OfThisFlow;

    /// <summary>Sees the requests to the storage, if somebody wants to.</summary>
    public IStorageObserver? Observer { get; } = StorageObserver.OfThisFlow;

    /// <summary>Decides when it is its turn, if somebody does.</summary>
    public IStorageGate? Gate { get; } = StorageGate.OfThisFlow;

    /// <summary>The request's span.</summary>
    public System.Diagnostics.Activity? Span { get; } = System.Diagnostics.Activity.Current;

    /// <summary>Whether nobody waits for its writes any more.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Its writes enter the queue.</summary>
    /// <returns>Completes when all of them have left it.</returns>
    public Task Begin(int writes)
    {
        (served, waiting) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), writes);
        return served.Task;
    }

    /// <summary>One of its writes has left the queue.</summary>
    public void Serve()
    {
        if (--waiting == 0)
            served.SetResult();
    }

    /// <summary>Its client does not wait any longer.</summary>
    public void Leave() => HasLeft = true;
}
