namespace Fitness.Api.Features.Import;

/// <summary>
/// The turns of the imports to unpack and parse: one processor less than there are, at least one, so that whatever is imported, other
/// requests find a processor. Those who wait get their turns in order; no turn lasts longer than the parsing of a few KB.
/// </summary>
internal sealed class ParserTurns() : SemaphoreSlim(Math.Max(1, Environment.ProcessorCount - 1))
{
    /// <summary>Bytes that are read at once, at most.</summary>
    public const int MaxRead = 32 * 1024;

    // A byte counts when it comes in, packed or not, and when it is parsed: of a file that is not packed, what parses in about a millisecond.
    private const int Length = 2 * MaxRead;

    // As long as a turn: what else there is to do gets half of the processor, and a file of 20 MB comes in a second later.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private int counted;

    /// <summary>Whether so much was done, by however many small files, that a pause is due.</summary>
    public bool IsOver => Volatile.Read(ref counted) >= Length;

    /// <summary>Counts what comes in, or is parsed, in a turn.</summary>
    public void Count(int bytes) => Interlocked.Add(ref counted, bytes);

    /// <summary>Ends a turn, after a pause if one is due: whatever else waits for the processor comes first.</summary>
    public async Task EndAsync()
    {
        if (IsOver)
            await PauseAsync();
        Release();
    }

    /// <summary>Ends a turn after a pause, and takes the next.</summary>
    public async Task RestAsync()
    {
        await PauseAsync();
        Release();
        await WaitAsync(CancellationToken.None);
    }

    private Task PauseAsync()
    {
        Volatile.Write(ref counted, 0);
        return Task.Delay(Pause, CancellationToken.None);
    }
}
