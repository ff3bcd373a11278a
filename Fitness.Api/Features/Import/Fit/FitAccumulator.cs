namespace Fitness.Api.Features.Import.Fit;

/// <summary>A count that goes on, of which a message has the lowest twelve bits only; between two messages, it grows by less than these can count.</summary>
internal sealed class FitAccumulator
{
    private const int Mask = 0xFFF;
    private const int Bits = 12;
    private const int ByteBits = 8;

    private long? total;

    /// <summary>How many counts are packed into so many bytes.</summary>
    public static int Count(int bytes) => bytes * ByteBits / Bits;

    /// <summary>One of the counts that are packed into bytes, from the lowest bit on.</summary>
    public static int Unpack(ReadOnlySpan<byte> bytes, int index)
    {
        var at = index * Bits / ByteBits;
        return index % 2 == 0
            ? bytes[at] | ((bytes[at + 1] << ByteBits) & Mask)
            : (bytes[at] >> (Bits - ByteBits)) | (bytes[at + 1] << (Bits - ByteBits));
    }

    /// <summary>The count is known as a whole.</summary>
    public void Set(long whole) => total = whole;

    /// <summary>The count, of which the lowest bits are known.</summary>
    public long Add(int lowest)
    {
        total = total is { } before ? before + ((lowest - before) & Mask) : lowest;
        return total.Value;
    }
}
