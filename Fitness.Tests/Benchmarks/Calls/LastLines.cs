using System.Collections.Concurrent;

namespace Fitness.Benchmarks.Calls;

/// <summary>The last lines that a program wrote: why it has ended, or does not start.</summary>
internal sealed class LastLines
{
    private const int Kept = 20;
    private readonly ConcurrentQueue<string> lines = new();

    /// <summary>Adds a line; null is the end.</summary>
    public void Add(string? line)
    {
        if (line is null)
            return;
        lines.Enqueue(line);
        if (lines.Count > Kept)
            lines.TryDequeue(out _);
    }

    public override string ToString() => string.Join('\n', lines);
}
