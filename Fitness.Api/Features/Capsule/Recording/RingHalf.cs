using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>Records one after the other, behind a header with their owner. A number that is new each time it begins tells them from what was there before.</summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where it begins.</param>
internal sealed class RingHalf(IRingFile file, long offset)
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderBytes = 288;

    /// <summary>Bytes before a record: its length, the number, its time and its checksum.</summary>
    public const int FrameBytes = SumAt + sizeof(uint);

    private const int SumAt = sizeof(int) + (2 * sizeof(long));

    private const int Mark = 0x31525446;
    private const int MaxRecords = 250;
    private const int OwnerAt = sizeof(int) + sizeof(long) + sizeof(byte);

    private static readonly byte[] Zeros = new byte[16 * 1024];

    private readonly List<(int At, int Length, long Ticks)> records = [];
    private int end;

    // Up to where there may still be something of before it began.
    private int dirty;

    /// <summary>Whose records they are.</summary>
    public string? Owner { get; private set; }

    /// <summary>How often the ring has begun.</summary>
    public long Generation { get; private set; }

    public bool IsEmpty => records.Count == 0;

    /// <summary>Begins anew, over the owner's own records.</summary>
    public void Begin(string owner, long generation)
    {
        records.Clear();
        (Owner, Generation, end) = (owner, generation, HeaderBytes);
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(header, Mark);
        BinaryPrimitives.WriteInt64LittleEndian(header[sizeof(int)..], generation);
        header[OwnerAt - 1] = (byte)Encoding.ASCII.GetBytes(owner, header[OwnerAt..]);
        file.Write(offset, header);
        dirty = Math.Max(dirty, end);
    }

    /// <summary>Adds a record if there is room for it.</summary>
    /// <param name="time">Its time.</param>
    /// <param name="framed">The record, behind <see cref="FrameBytes"/> for what is written before it.</param>
    public bool TryAppend(DateTimeOffset time, Span<byte> framed)
    {
        if (records.Count == MaxRecords || end + framed.Length > RequestRing.HalfBytes)
            return false;
        BinaryPrimitives.WriteInt32LittleEndian(framed, framed.Length - FrameBytes);
        BinaryPrimitives.WriteInt64LittleEndian(framed[sizeof(int)..], Generation);
        BinaryPrimitives.WriteInt64LittleEndian(framed[(sizeof(int) + sizeof(long))..], time.UtcTicks);
        BinaryPrimitives.WriteUInt32LittleEndian(framed[SumAt..], Sum(framed[FrameBytes..]));
        file.Write(offset + end, framed);
        records.Add((end, framed.Length, time.UtcTicks));
        end += framed.Length;
        dirty = Math.Max(dirty, end);
        return true;
    }

    /// <summary>The records.</summary>
    public IEnumerable<byte[]> Read()
    {
        foreach (var (at, length, _) in records)
            yield return file.Read(offset + at + FrameBytes, length - FrameBytes);
    }

    /// <summary>Removes all of it from the file.</summary>
    public void Erase()
    {
        records.Clear();
        (Owner, end) = (null, 0);
        ClearRest();
    }

    /// <summary>Removes what is older.</summary>
    public void Expire(DateTimeOffset limit)
    {
        ClearRest();
        if (records.Count == 0 || records[0].Ticks >= limit.UtcTicks)
            return;
        var (owner, kept) = (Owner, records.Where(record => record.Ticks >= limit.UtcTicks).ToList());
        var bytes = kept.ConvertAll(record => file.Read(offset + record.At, record.Length));
        if (kept.Count == 0)
        {
            Erase();
            return;
        }
        Begin(owner!, Generation);
        foreach (var (record, content) in kept.Zip(bytes))
            TryAppend(new DateTimeOffset(record.Ticks, TimeSpan.Zero), content);
        ClearRest();
    }

    /// <summary>Finds what a process before has left.</summary>
    public void Recover()
    {
        // What is empty need not take memory.
        if (!file.Read(offset, HeaderBytes).AsSpan().ContainsAnyExcept((byte)0))
            return;
        var all = file.Read(offset, RequestRing.HalfBytes);
        dirty = RequestRing.HalfBytes;
        var length = (int)all[OwnerAt - 1];
        if (BinaryPrimitives.ReadInt32LittleEndian(all) != Mark || length == 0 || OwnerAt + length > HeaderBytes)
        {
            Erase();
            return;
        }
        Generation = BinaryPrimitives.ReadInt64LittleEndian(all.AsSpan(sizeof(int)));
        Owner = Encoding.ASCII.GetString(all, OwnerAt, length);
        end = HeaderBytes;
        while (end + FrameBytes <= all.Length)
        {
            var frame = all.AsSpan(end);
            var size = BinaryPrimitives.ReadInt32LittleEndian(frame);
            var ticks = BinaryPrimitives.ReadInt64LittleEndian(frame[(sizeof(int) + sizeof(long))..]);
            if (
                size <= 0
                || size > frame.Length - FrameBytes
                || BinaryPrimitives.ReadInt64LittleEndian(frame[sizeof(int)..]) != Generation
                || ticks < 0
                || ticks > DateTime.MaxValue.Ticks
                // The process may have ended, or the file may have been copied, while it was written.
                || BinaryPrimitives.ReadUInt32LittleEndian(frame[SumAt..]) != Sum(frame.Slice(FrameBytes, size))
            )
                break;
            records.Add((end, FrameBytes + size, ticks));
            end += FrameBytes + size;
        }
        ClearRest();
    }

    // CRC-32C (RFC 3720, appendix B.4).
    private static uint Sum(ReadOnlySpan<byte> record)
    {
        var sum = uint.MaxValue;
        foreach (var part in MemoryMarshal.Cast<byte, ulong>(record))
            sum = BitOperations.Crc32C(sum, part);
        foreach (var part in record[^(record.Length % sizeof(ulong))..])
            sum = BitOperations.Crc32C(sum, part);
        return ~sum;
    }

    private void ClearRest()
    {
        // The header last: where there is none, nothing is.
        while (dirty > end)
        {
            var length = Math.Min(Zeros.Length, dirty - end);
            dirty -= length;
            file.Write(offset + dirty, Zeros.AsSpan(0, length));
        }
    }
}
