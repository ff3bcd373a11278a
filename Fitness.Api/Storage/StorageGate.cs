namespace Fitness.Api.Storage;

/// <summary>Decides when a storage request is sent.</summary>
internal interface IStorageGate
{
    /// <summary>Waits until it may be sent.</summary>
    /// <param name="operation">DynamoDB's name of the operation.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>To be disposed when it is answered.</returns>
    public ValueTask<IDisposable?> EnterAsync(string operation, CancellationToken cancellation);
}

/// <summary>The gate of an asynchronous flow.</summary>
internal static class StorageGate
{
    private static readonly AsyncLocal<IStorageGate?> Gate = new();

    /// <summary>The gate of this flow, if it has one.</summary>
    public static IStorageGate? OfThisFlow
    {
        get => Gate.Value;
        set => Gate.Value = value;
    }
}
