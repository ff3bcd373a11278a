using System.Buffers.Binary;
using System.Text;
using Fitness.Api.Features.Import.Fit;

namespace Fitness.Tests.Import.Fit;

/// <summary>A field of a message: its number, its base type as definitions write it, and its bytes in each byte order.</summary>
/// <param name="Number">The number.</param>
/// <param name="Type">The base type.</param>
/// <param name="Little">The bytes, the lowest first.</param>
/// <param name="Big">The bytes, the highest first.</param>
/// <param name="Developer">The index of the developer whose field it is; null of the profile's.</param>
internal sealed record FitValue(byte Number, byte Type, byte[] Little, byte[] Big, byte? Developer = null)
{
    public static FitValue Enum(byte number, byte value) => Of(number, 0x00, value);

    public static FitValue UInt8(byte number, params byte[] values) => Of(number, 0x02, values);

    public static FitValue UInt16(byte number, params ushort[] values) =>
        Of(number, 0x84, values, sizeof(ushort), BinaryPrimitives.WriteUInt16LittleEndian, BinaryPrimitives.WriteUInt16BigEndian);

    public static FitValue UInt32(byte number, params uint[] values) =>
        Of(number, 0x86, values, sizeof(uint), BinaryPrimitives.WriteUInt32LittleEndian, BinaryPrimitives.WriteUInt32BigEndian);

    public static FitValue Int32(byte number, params int[] values) =>
        Of(number, 0x85, values, sizeof(int), BinaryPrimitives.WriteInt32LittleEndian, BinaryPrimitives.WriteInt32BigEndian);

    public static FitValue Float32(byte number, params float[] values) =>
        Of(number, 0x88, values, sizeof(float), BinaryPrimitives.WriteSingleLittleEndian, BinaryPrimitives.WriteSingleBigEndian);

    public static FitValue Text(byte number, string text) => Of(number, 0x07, [.. Encoding.UTF8.GetBytes(text), 0]);

    /// <summary>Bytes that are the same in both orders.</summary>
    public static FitValue Of(byte number, byte type, params byte[] bytes) => new(number, type, bytes, bytes);

    private delegate void Write<T>(Span<byte> to, T value);

    private static FitValue Of<T>(byte number, byte type, T[] values, int size, Write<T> little, Write<T> big)
    {
        return new(number, type, All(little), All(big));

        byte[] All(Write<T> write)
        {
            var bytes = new byte[values.Length * size];
            for (var index = 0; index < values.Length; index++)
                write(bytes.AsSpan(index * size, size), values[index]);
            return bytes;
        }
    }
}

/// <summary>Writes FIT files, also such as no device writes.</summary>
internal sealed class FitWriter
{
    private const byte DefinitionHeader = 0x40;
    private const byte DeveloperData = 0x20;
    private const byte CompressedHeader = 0x80;

    private readonly List<byte> data = [];
    private readonly byte[]?[] definitions = new byte[16][];

    /// <summary>Whether the highest byte of a number comes first, in what is defined from here on.</summary>
    public bool IsBigEndian { get; set; }

    /// <summary>Bytes of the messages so far.</summary>
    public int Length => data.Count;

    /// <summary>Adds a message, with its definition unless it is the one before.</summary>
    public FitWriter Add(int message, params IEnumerable<FitValue> values) => Add(0, (byte)0, message, values);

    /// <summary>The same with a local number from 0 to 15.</summary>
    public FitWriter AddAs(int local, int message, params IEnumerable<FitValue> values) => Add(local, (byte)local, message, values);

    /// <summary>The same with a compressed header, which has the lowest five bits of the time; the local number is 0 to 3.</summary>
    public FitWriter AddCompressed(uint time, int local, int message, params IEnumerable<FitValue> values) =>
        Add(local, (byte)(CompressedHeader | (local << 5) | (int)(time & 0x1F)), message, values);

    /// <summary>Adds bytes as they are.</summary>
    public FitWriter AddBytes(params ReadOnlySpan<byte> bytes)
    {
        data.AddRange(bytes);
        return this;
    }

    /// <summary>Adds a definition, and no message.</summary>
    public FitWriter Define(int local, int message, params IEnumerable<FitValue> values)
    {
        var all = values.ToList();
        var own = all.FindAll(value => value.Developer is null);
        var developers = all.FindAll(value => value.Developer is not null);
        var definition = new List<byte> { (byte)(DefinitionHeader | (developers.Count > 0 ? DeveloperData : 0) | local), 0 };
        definition.Add((byte)(IsBigEndian ? 1 : 0));
        definition.AddRange(IsBigEndian ? [(byte)(message >> 8), (byte)message] : [(byte)message, (byte)(message >> 8)]);
        definition.Add((byte)own.Count);
        foreach (var value in own)
            definition.AddRange([value.Number, (byte)value.Little.Length, value.Type]);
        if (developers.Count > 0)
            definition.Add((byte)developers.Count);
        foreach (var value in developers)
            definition.AddRange([value.Number, (byte)value.Little.Length, value.Developer!.Value]);
        if (definitions[local] is { } before && before.SequenceEqual(definition))
            return this;
        definitions[local] = [.. definition];
        data.AddRange(definition);
        return this;
    }

    /// <summary>A whole file.</summary>
    /// <param name="headerBytes">Bytes of the header.</param>
    /// <param name="size">Bytes of the data, as the header says; as they are, unless given.</param>
    public byte[] ToFile(int headerBytes = 14, int? size = null)
    {
        var header = new byte[headerBytes];
        (header[0], header[1]) = ((byte)headerBytes, 0x20);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), 2195);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), size ?? data.Count);
        ".FIT"u8.CopyTo(header.AsSpan(8));
        if (headerBytes >= 14)
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(12), FitChecksum.Add(0, header.AsSpan(0, 12)));
        return WithChecksum([.. header, .. data]);
    }

    /// <summary>A file with its checksum behind it.</summary>
    public static byte[] WithChecksum(byte[] file)
    {
        var sum = FitChecksum.Add(0, file);
        return [.. file, (byte)sum, (byte)(sum >> 8)];
    }

    private FitWriter Add(int local, byte header, int message, IEnumerable<FitValue> values)
    {
        var all = values.ToList();
        Define(local, message, all);
        data.Add(header);
        foreach (var value in all.OrderBy(value => value.Developer is not null))
            data.AddRange(IsBigEndian ? value.Big : value.Little);
        return this;
    }
}
