namespace Fitness.Api.Features.Import.Fit;

/// <summary>The checksum of FIT files: a cyclic redundancy check of 16 bits with the reflected polynomial A001, from zero (CRC-16/ARC).</summary>
internal static class FitChecksum
{
    private const ushort Polynomial = 0xA001;

    private static readonly ushort[] Table = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(OfByte)];

    /// <summary>The checksum of bytes that follow others.</summary>
    /// <param name="before">That of the others; zero if there are none.</param>
    /// <param name="bytes">The bytes.</param>
    public static ushort Add(ushort before, ReadOnlySpan<byte> bytes)
    {
        var sum = before;
        foreach (var value in bytes)
            sum = (ushort)((sum >> 8) ^ Table[(byte)(sum ^ value)]);
        return sum;
    }

    private static ushort OfByte(int value)
    {
        var sum = (ushort)value;
        for (var bit = 0; bit < 8; bit++)
            sum = (ushort)((sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ Polynomial);
        return sum;
    }
}
