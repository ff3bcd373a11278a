using System.Collections.Concurrent;

namespace Fitness.Api.Storage;

/// <summary>Counts the storage requests of one unit of work, by operation.</summary>
internal sealed class StorageRequestCounter
{
    private static readonly AsyncLocal<StorageRequestCounter?> Current = new();
    private readonly ConcurrentDictionary<string, int> requests = new(StringComparer.Ordinal);

    /// <summary>The counter of this asynchronous flow, if it has one.</summary>
    public static StorageRequestCounter? OfThisFlow => Current.Value;

    /// <summary>Counts this asynchronous flow's storage requests from here on.</summary>
    public static StorageRequestCounter Begin() => Current.Value = new StorageRequestCounter();

    /// <summary>Counts a request, if this flow has a counter.</summary>
    public static void Count(string operation) => Current.Value?.Add(operation, 1);

    /// <summary>Counts what another one has counted: requests that were made for this flow too.</summary>
    public void Add(StorageRequestCounter other)
    {
        foreach (var (operation, count) in other.requests)
            Add(operation, count);
    }

    /// <summary>The counts as a Structured Fields List (RFC 9651), such as <c>GetItem;n=1, Query;n=2</c>.</summary>
    public override string ToString() =>
        string.Join(
            ", ",
            requests.OrderBy(request => request.Key, StringComparer.Ordinal).Select(request => $"{request.Key};n={request.Value}")
        );

    private void Add(string operation, int more) => requests.AddOrUpdate(operation, more, (_, count) => count + more);
}
