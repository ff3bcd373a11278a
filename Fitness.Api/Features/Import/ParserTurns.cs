namespace Fitness.Api.Features.Import;

/// <summary>
/// The turns of the imports to parse: one processor less than there are, at least one, so that whatever is imported, other
/// requests find a processor. Those who wait get their turns in order; no turn lasts longer than the parsing of a few KB.
/// </summary>
internal sealed class ParserTurns() : SemaphoreSlim(Math.Max(1, Environment.ProcessorCount - 1))
{
    /// <summary>Bytes that a turn lasts, about a millisecond.</summary>
    public const int Bytes = 32 * 1024;

    // As long as a turn: what else there is to do gets half of the processor, and a file of 20 MB comes in a second later.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private int parsed;

    /// <summary>Whether so much was parsed that the turn should end.</summary>
    public bool IsOver => Volatile.Read(ref parsed) >= Bytes;

    /// <summary>Counts what the holder of a turn has unpacked or parsed in it.</summary>
    public void Count(int bytes) => Interlocked.Add(ref parsed, bytes);

    /// <summary>
    /// Ends a turn. What was parsed for a whole one, by however many small files, is followed by a pause before the next: whatever else waits
    /// for the processor comes first.
    /// </summary>
    public async Task EndAsync()
    {
        if (IsOver)
        {
            Volatile.Write(ref parsed, 0);
            await Task.Delay(Pause, CancellationToken.None);
        }
        Release();
    }
}
