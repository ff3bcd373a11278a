using System.Buffers.Binary;

namespace Fitness.Api.Features.Import.Fit;

/// <summary>The base types of the FIT protocol, by the lower bits of their numbers.</summary>
internal enum FitBaseType : byte
{
    Enum = 0,
    Int8 = 1,
    UInt8 = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Text = 7,
    Float32 = 8,
    Float64 = 9,
    UInt8Z = 10,
    UInt16Z = 11,
    UInt32Z = 12,
    Byte = 13,
    Int64 = 14,
    UInt64 = 15,
    UInt64Z = 16,
}

/// <summary>How many bytes a value of a base type has, and which value says that there is none.</summary>
internal static class FitBaseTypes
{
    // The highest bit says that the byte order matters; some writers leave it out.
    private const byte NumberBits = 0x1F;

    /// <summary>The type that a definition names.</summary>
    public static FitBaseType Of(byte number) => (FitBaseType)(number & NumberBits);

    /// <summary>Bytes of a value.</summary>
    public static int Size(FitBaseType type) =>
        type switch
        {
            FitBaseType.Int16 or FitBaseType.UInt16 or FitBaseType.UInt16Z => sizeof(ushort),
            FitBaseType.Int32 or FitBaseType.UInt32 or FitBaseType.UInt32Z or FitBaseType.Float32 => sizeof(uint),
            FitBaseType.Int64 or FitBaseType.UInt64 or FitBaseType.UInt64Z or FitBaseType.Float64 => sizeof(ulong),
            _ => sizeof(byte),
        };

    /// <summary>Reads a number; <see cref="double.NaN"/> if it is the one that says that there is none, or if the type has no numbers.</summary>
    /// <param name="type">The type.</param>
    /// <param name="bytes">The value, in as many bytes as the type has.</param>
    /// <param name="isBigEndian">Whether the highest byte comes first.</param>
    public static double Read(FitBaseType type, ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        type switch
        {
            FitBaseType.Enum or FitBaseType.UInt8 or FitBaseType.Byte => Valid(bytes[0], byte.MaxValue),
            FitBaseType.UInt8Z => Valid(bytes[0], 0),
            FitBaseType.Int8 => Valid((sbyte)bytes[0], sbyte.MaxValue),
            FitBaseType.UInt16 => Valid(Bits(bytes, isBigEndian), ushort.MaxValue),
            FitBaseType.UInt16Z or FitBaseType.UInt32Z or FitBaseType.UInt64Z => Valid(Bits(bytes, isBigEndian), 0),
            FitBaseType.Int16 => Valid((short)Bits(bytes, isBigEndian), short.MaxValue),
            FitBaseType.UInt32 => Valid(Bits(bytes, isBigEndian), uint.MaxValue),
            FitBaseType.Int32 => Valid((int)Bits(bytes, isBigEndian), int.MaxValue),
            FitBaseType.UInt64 => Valid(Bits(bytes, isBigEndian), ulong.MaxValue),
            FitBaseType.Int64 => Valid((long)Bits(bytes, isBigEndian), long.MaxValue),
            FitBaseType.Float32 => Finite(BitConverter.UInt32BitsToSingle((uint)Bits(bytes, isBigEndian))),
            FitBaseType.Float64 => Finite(BitConverter.UInt64BitsToDouble(Bits(bytes, isBigEndian))),
            _ => double.NaN,
        };

    private static ulong Bits(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        bytes.Length switch
        {
            sizeof(ushort) => isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            sizeof(uint) => isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => isBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        };

    private static double Valid(long value, long invalid) => value == invalid ? double.NaN : value;

    private static double Valid(ulong value, ulong invalid) => value == invalid ? double.NaN : value;

    // Also what stands for no number is none, and so is no measure infinite.
    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
