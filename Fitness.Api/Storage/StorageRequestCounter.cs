using System.Collections.Concurrent;

namespace Fitness.Api.Storage;

/// <summary>Counts the storage requests of one unit of work, by operation.</summary>
internal sealed class StorageRequestCounter
{
    private static readonly AsyncLocal<StorageRequestCounter?> Current = new();
    private readonly ConcurrentDictionary<string, int> requests = new(StringComparer.Ordinal);

    /// <summary>Counts this asynchronous flow's storage requests from here on.</summary>
    public static StorageRequestCounter Begin() => Current.Value = new StorageRequestCounter();

    /// <summary>Counts a request, if this flow has a counter.</summary>
    public static void Count(string operation) => Current.Value?.requests.AddOrUpdate(operation, 1, (_, count) => count + 1);

    /// <summary>The counts as a Structured Fields List (RFC 9651), such as <c>GetItem;n=1, Query;n=2</c>.</summary>
    public override string ToString() =>
        string.Join(
            ", ",
            requests.OrderBy(request => request.Key, StringComparer.Ordinal).Select(request => $"{request.Key};n={request.Value}")
        );
}
