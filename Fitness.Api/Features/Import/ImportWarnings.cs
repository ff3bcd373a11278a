namespace Fitness.Api.Features.Import;

/// <summary>Counts what was left out of a recording.</summary>
internal sealed class ImportWarnings
{
    private readonly int[] counts = new int[Enum.GetValues<ImportLoss>().Length];

    /// <summary>What was wrong first, with the refused value; null if nothing was. For a file of which nothing sensible is left.</summary>
    public string? First { get; private set; }

    /// <summary>The losses with their numbers.</summary>
    public ImportWarning[] ToArray() =>
        [.. counts.Select((count, what) => new ImportWarning((ImportLoss)what, count)).Where(warning => warning.Count > 0)];

    /// <summary>How often something was left out.</summary>
    public int Count(ImportLoss what) => counts[(int)what];

    /// <summary>Counts a loss.</summary>
    /// <param name="what">What it was.</param>
    /// <param name="reason">Why, if it is the <see cref="First"/>.</param>
    /// <param name="count">How often.</param>
    public void Add(ImportLoss what, string? reason = null, int count = 1)
    {
        counts[(int)what] += count;
        First ??= reason;
    }

    /// <summary>Counts the losses of another recording, which belongs to this one.</summary>
    public void Add(ImportWarnings others)
    {
        for (var what = 0; what < counts.Length; what++)
            counts[what] += others.counts[what];
        First ??= others.First;
    }
}
