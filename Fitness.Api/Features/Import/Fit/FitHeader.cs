using System.Buffers.Binary;

namespace Fitness.Api.Features.Import.Fit;

/// <summary>What stands before the messages of a FIT file, and of each part of one.</summary>
internal static class FitHeader
{
    /// <summary>Bytes of the shortest.</summary>
    public const int MinBytes = 12;

    /// <summary>Bytes of the usual one, which has a checksum of its own.</summary>
    public const int ChecksumBytes = 14;

    /// <summary>Bytes that have to be there to be certain that they are one.</summary>
    public const int CertainBytes = ChecksumBytes + FitDefinition.FixedBytes - 1;

    /// <summary>Where the <see cref="Name"/> stands.</summary>
    public const int NameAt = 8;

    private const int SizeAt = 4;
    private const byte DefinitionMask = 0xF0;
    private const byte DefinitionHeader = 0x40;

    /// <summary>The name of the format.</summary>
    public static ReadOnlySpan<byte> Name => ".FIT"u8;

    /// <summary>Whether bytes that begin a file or follow a part are one.</summary>
    public static bool Is(ReadOnlySpan<byte> bytes) => bytes.Length >= MinBytes && bytes[NameAt..].StartsWith(Name);

    /// <summary>Whether bytes anywhere are one: its checksum fits, or what is behind it defines the message with which all files begin.</summary>
    /// <param name="bytes">The <see cref="CertainBytes"/>, or fewer before the file's end.</param>
    public static bool IsCertain(ReadOnlySpan<byte> bytes) =>
        Is(bytes)
        && bytes[0] is MinBytes or ChecksumBytes
        && bytes.Length >= bytes[0]
        && (HasChecksum(bytes) && !HasWrongChecksum(bytes) || DefinesFile(bytes[bytes[0]..]));

    /// <summary>Bytes of the messages; zero until a device has finished a file.</summary>
    public static uint SizeOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32LittleEndian(header[SizeAt..]);

    /// <summary>Whether it has a checksum that is not that of its bytes.</summary>
    public static bool HasWrongChecksum(ReadOnlySpan<byte> header) =>
        HasChecksum(header) && ChecksumOf(header) != FitChecksum.Add(0, header[..MinBytes]);

    // Zero says that there is none.
    private static bool HasChecksum(ReadOnlySpan<byte> header) => header[0] >= ChecksumBytes && ChecksumOf(header) != 0;

    private static ushort ChecksumOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt16LittleEndian(header[MinBytes..]);

    private static bool DefinesFile(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= FitDefinition.FixedBytes - 1
        && (bytes[0] & DefinitionMask) == DefinitionHeader
        && bytes[1] == 0
        && bytes[2] <= FitDefinition.BigEndian
        && bytes[3] == (int)FitMessageType.FileId
        && bytes[4] == (int)FitMessageType.FileId;
}
