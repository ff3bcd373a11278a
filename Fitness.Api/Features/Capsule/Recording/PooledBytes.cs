using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>Bytes that are written one after the other, in memory that is used again.</summary>
internal sealed class PooledBytes : IDisposable
{
    private const int First = 4096;

    /// <summary>Bytes of the id of a trace.</summary>
    public const int TraceIdBytes = 16;
    private byte[] bytes = [];

    /// <summary>How many there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, Length);

    /// <summary>The bytes, to be changed in place.</summary>
    public Span<byte> Span => bytes.AsSpan(0, Length);

    /// <summary>Begins anew.</summary>
    public void Clear() => Length = 0;

    /// <summary>Leaves room.</summary>
    public void Skip(int count) => Next(count);

    /// <summary>Takes back what was written after the first so many bytes.</summary>
    public void Cut(int length) => Length = length;

    public void Write(byte value) => Next(sizeof(byte))[0] = value;

    public void Write(int value) => BinaryPrimitives.WriteInt32LittleEndian(Next(sizeof(int)), value);

    public void Write(long value) => BinaryPrimitives.WriteInt64LittleEndian(Next(sizeof(long)), value);

    public void WriteBytes(ReadOnlySpan<byte> value) => value.CopyTo(Next(value.Length));

    public void WriteTraceId(ActivityTraceId id) => id.CopyTo(Next(TraceIdBytes));

    /// <summary>Writes a text with its length; an absent one is empty.</summary>
    public void WriteText(string? text)
    {
        var room = Next(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0));
        var length = Encoding.UTF8.GetBytes(text, room[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(room, length);
        Cut(Length - room.Length + sizeof(int) + length);
    }

    public void Dispose()
    {
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
        (bytes, Length) = ([], 0);
    }

    private Span<byte> Next(int count)
    {
        if (Length + count > bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(First, Math.Max(2 * bytes.Length, Length + count)));
            bytes.AsSpan(0, Length).CopyTo(larger);
            if (bytes.Length > 0)
                ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }
        var next = bytes.AsSpan(Length, count);
        Length += count;
        return next;
    }
}
