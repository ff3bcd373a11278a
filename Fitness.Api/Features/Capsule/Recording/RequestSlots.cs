using System.Buffers.Binary;
using System.Text;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>The requests in progress, a stretch of the file for each: after a crash, they are there.</summary>
internal sealed class RequestSlots
{
    /// <summary>Bytes of all of them.</summary>
    public const int Bytes = Count * RequestSlot.Bytes;

    // Of more requests at once, the others are not there after a crash.
    private const int Count = 64;

    private readonly RequestSlot[] slots;
    private int last;

    /// <param name="file">The file.</param>
    /// <param name="offset">Where they begin.</param>
    public RequestSlots(IRingFile file, long offset) =>
        slots = [.. Enumerable.Range(0, Count).Select(index => new RequestSlot(file, offset + ((long)index * RequestSlot.Bytes)))];

    /// <summary>Takes one that is free; null if none is.</summary>
    public RequestSlot? Take()
    {
        var first = Interlocked.Increment(ref last);
        for (var number = 0; number < Count; number++)
        {
            var slot = slots[(uint)(first + number) % Count];
            if (slot.TryTake())
                return slot;
        }
        return null;
    }

    /// <summary>How many requests of a user are in progress.</summary>
    public int CountOf(string owner) => slots.Count(slot => slot.IsOf(owner));

    /// <summary>Removes what is there of a user.</summary>
    /// <param name="owner">The user.</param>
    /// <param name="except">The slot of the request that asks for it.</param>
    public void Erase(string owner, RequestSlot? except)
    {
        foreach (var slot in slots)
        {
            if (slot != except)
                slot.Erase(owner);
        }
    }

    /// <summary>Finds what a process before has left, and removes it.</summary>
    public List<(string Owner, byte[] Record)> Recover() => [.. slots.Select(slot => slot.Recover()).OfType<(string, byte[])>()];
}

/// <summary>One request in progress: the record that it would be if the process ended now.</summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where it begins.</param>
internal sealed class RequestSlot(IRingFile file, long offset)
{
    /// <summary>Bytes of it.</summary>
    public const int Bytes = 4096;

    // Before the record: its length, zero if there is none, and the owner with its length.
    private const int OwnerAt = sizeof(int) + sizeof(byte);

    private static readonly byte[] Zeros = new byte[Bytes];

    private readonly Lock gate = new();
    private int isTaken;
    private string? owner;
    private int used;

    /// <summary>Takes it if it is free.</summary>
    public bool TryTake() => Volatile.Read(ref isTaken) == 0 && Interlocked.CompareExchange(ref isTaken, 1, 0) == 0;

    /// <summary>A request of a user begins.</summary>
    /// <param name="user">The user.</param>
    /// <param name="record">The record; one that is too long is not there after a crash.</param>
    /// <returns>Whether it is not too long.</returns>
    public bool Begin(string user, ReadOnlySpan<byte> record)
    {
        lock (gate)
        {
            owner = user;
            return TryWrite(record);
        }
    }

    /// <summary>More of it is known.</summary>
    /// <inheritdoc cref="Begin"/>
    public bool Update(ReadOnlySpan<byte> record)
    {
        lock (gate)
            return owner is null || TryWrite(record);
    }

    /// <summary>Whether a request of the user has it.</summary>
    public bool IsOf(string user)
    {
        lock (gate)
            return owner == user;
    }

    /// <summary>The request has ended.</summary>
    public void Free()
    {
        lock (gate)
        {
            Clear();
            owner = null;
        }
        Volatile.Write(ref isTaken, 0);
    }

    /// <summary>Removes what is there if it is this user's; what comes later of the same request is not kept.</summary>
    public void Erase(string user)
    {
        lock (gate)
        {
            if (owner != user)
                return;
            Clear();
            owner = null;
        }
    }

    /// <summary>Finds what a process before has left, and removes it.</summary>
    public (string Owner, byte[] Record)? Recover()
    {
        var all = file.Read(offset, Bytes);
        if (!all.AsSpan().ContainsAnyExcept((byte)0))
            return null;
        used = Bytes;
        Clear();
        var length = BinaryPrimitives.ReadInt32LittleEndian(all);
        var begin = OwnerAt + all[OwnerAt - 1];
        return length > 0 && length <= Bytes - begin
            ? (Encoding.ASCII.GetString(all, OwnerAt, begin - OwnerAt), all.AsSpan(begin, length).ToArray())
            : null;
    }

    private bool TryWrite(ReadOnlySpan<byte> record)
    {
        var begin = OwnerAt + owner!.Length;
        if (begin + record.Length > Bytes)
            return false;
        Span<byte> head = stackalloc byte[OwnerAt + byte.MaxValue];
        BinaryPrimitives.WriteInt32LittleEndian(head, record.Length);
        head[OwnerAt - 1] = (byte)Encoding.ASCII.GetBytes(owner, head[OwnerAt..]);
        // Its length last: what is half written is not there.
        file.Write(offset + begin, record);
        file.Write(offset, head[..begin]);
        used = Math.Max(used, begin + record.Length);
        return true;
    }

    private void Clear()
    {
        file.Write(offset, Zeros.AsSpan(0, used));
        used = 0;
    }
}
