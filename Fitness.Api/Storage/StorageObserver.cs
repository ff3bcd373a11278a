namespace Fitness.Api.Storage;

/// <summary>Sees the storage requests of an asynchronous flow as they go over the wire.</summary>
internal interface IStorageObserver
{
    /// <summary>A request begins.</summary>
    /// <param name="operation">DynamoDB's name of the operation, such as <c>GetItem</c>.</param>
    public IObservedRequest Begin(string operation);

    /// <summary>A request is made for this flow too that another one has begun.</summary>
    public void Add(IObservedRequest begun);
}

/// <summary>One storage request that is observed, with its retries.</summary>
internal interface IObservedRequest
{
    /// <summary>An attempt is sent.</summary>
    /// <param name="body">To be read at once.</param>
    public void Send(Stream body);

    /// <summary>It is answered.</summary>
    public void Answer(int status);

    /// <summary>The answer's body is read: from the stream that this returns.</summary>
    public Stream Read(Stream body);

    /// <summary>It has ended, answered or not.</summary>
    public void End();
}

/// <summary>The observer of an asynchronous flow.</summary>
internal static class StorageObserver
{
    /// <summary>What stands for an operation where a write enters the queue of its user: the order of the writes depends on it.</summary>
    public const string Queue = "Queue";

    /// <summary>What stands for one where the writes of the next round are taken from the queue: which they are depends on it.</summary>
    public const string Round = "Round";

    /// <summary>Whether the storage is asked.</summary>
    public static bool IsRequest(string operation) => operation is not (Queue or Round);

    private static readonly AsyncLocal<IStorageObserver?> Observer = new();

    /// <summary>The observer of this flow, if it has one.</summary>
    public static IStorageObserver? OfThisFlow
    {
        get => Observer.Value;
        set => Observer.Value = value;
    }

    /// <summary>One observer for requests that are made for several flows at once.</summary>
    /// <param name="observers">Those of the flows; it begins them with the first.</param>
    public static IStorageObserver OfAll(IReadOnlyList<IStorageObserver> observers) =>
        observers.Count == 1 ? observers[0] : new Several(observers);

    private sealed class Several(IReadOnlyList<IStorageObserver> observers) : IStorageObserver
    {
        public IObservedRequest Begin(string operation)
        {
            var begun = observers[0].Begin(operation);
            foreach (var other in observers.Skip(1))
                other.Add(begun);
            return begun;
        }

        public void Add(IObservedRequest begun)
        {
            foreach (var observer in observers)
                observer.Add(begun);
        }
    }
}
