namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>
/// The last records of a user: two halves of a stretch of the file, of which one is filled while the other still has those before. So a record
/// is one write, and nothing is moved. After a crash, what a half has is found by its own numbers.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where its stretch begins.</param>
internal sealed class RequestRing(IRingFile file, long offset)
{
    /// <summary>Bytes of a half.</summary>
    public const int HalfBytes = 128 * 1024;

    /// <summary>Bytes of both.</summary>
    public const int Bytes = 2 * HalfBytes;

    /// <summary>Bytes that a record may have, with what is written before it.</summary>
    public const int MaxFramed = HalfBytes - RingHalf.HeaderBytes;

    private readonly Lock gate = new();
    private readonly RingHalf[] halves = [new(file, offset), new(file, offset + HalfBytes)];
    private int current;

    /// <summary>Whose records they are; null if it has none.</summary>
    public string? Owner { get; private set; }

    /// <summary>When it was used last, as a count.</summary>
    public long Used { get; set; }

    /// <summary>Its <see cref="Used"/> when its user got it.</summary>
    public long Given { get; set; }

    /// <summary>Finds what a process before has left.</summary>
    public void Recover()
    {
        foreach (var half in halves)
            half.Recover();
        current = halves[1].Generation > halves[0].Generation ? 1 : 0;
        Owner = halves[current].Owner;
        if (halves[1 - current].Owner != Owner)
            halves[1 - current].Erase();
    }

    /// <summary>Adds a record.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="time">Its time.</param>
    /// <param name="framed">The record, behind <see cref="RingHalf.FrameBytes"/> for what is written before it.</param>
    /// <returns>Whether it is still that user's.</returns>
    public bool TryAppend(string owner, DateTimeOffset time, Span<byte> framed)
    {
        lock (gate)
        {
            if (Owner != owner)
                return false;
            if (!halves[current].TryAppend(time, framed))
            {
                current = 1 - current;
                halves[current].Begin(owner, halves[1 - current].Generation + 1);
                halves[current].TryAppend(time, framed);
            }
            return true;
        }
    }

    /// <summary>Gives it to another user, or to none.</summary>
    public void GiveTo(string? owner)
    {
        lock (gate)
        {
            var generation = halves.Max(half => half.Generation) + 1;
            foreach (var half in halves)
                half.Erase();
            Owner = owner;
            current = 0;
            if (owner is not null)
                halves[0].Begin(owner, generation);
        }
    }

    /// <summary>Its records, the oldest first.</summary>
    public List<byte[]> Read()
    {
        lock (gate)
            return [.. halves[1 - current].Read(), .. halves[current].Read()];
    }

    /// <summary>Forgets what is older.</summary>
    public void Expire(DateTimeOffset limit)
    {
        lock (gate)
        {
            if (Owner is null)
                return;
            foreach (var half in halves)
                half.Expire(limit);
            if (halves.All(half => half.IsEmpty))
                Owner = null;
            // Of a slow request the time is earlier than of those before it.
            else if (halves[current].IsEmpty)
                halves[current].Begin(Owner, halves.Max(half => half.Generation) + 1);
        }
    }
}
