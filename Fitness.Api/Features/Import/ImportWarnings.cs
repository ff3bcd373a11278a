namespace Fitness.Api.Features.Import;

/// <summary>Counts what was left out of a recording.</summary>
internal sealed class ImportWarnings
{
    private readonly SortedDictionary<ImportLoss, int> counts = [];

    /// <summary>What was wrong first, with the refused value; null if nothing was. For a file of which nothing sensible is left.</summary>
    public string? First { get; private set; }

    /// <summary>The losses with their numbers.</summary>
    public ImportWarning[] ToArray() => [.. counts.Select(one => new ImportWarning(one.Key, one.Value))];

    public void Add(ImportLoss what, string? reason = null)
    {
        counts[what] = counts.GetValueOrDefault(what) + 1;
        First ??= reason;
    }

    /// <summary>The value, or null if it cannot be read.</summary>
    public T? Read<T>(ImportLoss what, Func<T> read)
        where T : struct
    {
        try
        {
            return read();
        }
        catch (FormatException exception)
        {
            Add(what, exception.Message);
            return null;
        }
    }
}
