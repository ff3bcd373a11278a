using System.Buffers.Binary;

namespace Fitness.Api.Features.Import.Fit;

/// <summary>Takes what a FIT file says, in the order of the file.</summary>
internal interface IFitReceiver
{
    /// <summary>A part of the file begins: a file is one part, or several, one after the other.</summary>
    public void BeginPart();

    /// <summary>The part has a message of one of the <see cref="FitMessageType"/> with a field that is read.</summary>
    public void Take(FitMessage message);

    /// <summary>The part has ended.</summary>
    public void EndPart();
}

/// <summary>
/// Reads the FIT protocol (https://developer.garmin.com/fit/protocol/) piece by piece. Of the file, only the definitions are kept, one for each
/// local number, and what it says of developer fields. Nothing is allocated for a message.
/// </summary>
internal sealed class FitReader(IFitReceiver receiver)
{
    /// <summary>Bytes of the shortest header.</summary>
    public const int MinHeaderBytes = 12;

    /// <summary>Bytes that have to be there at once: the longest message, 255 fields and as many developer fields of 255 bytes, and the checksum.</summary>
    public const int MaxBytes = 1 + (2 * byte.MaxValue * byte.MaxValue) + ChecksumBytes;

    private const int ChecksumBytes = 2;
    private const int SizeAt = 4;
    private const int NameAt = 8;
    private const byte CompressedHeader = 0x80;
    private const int CompressedNumberAt = 5;
    private const byte CompressedNumber = 3;
    private const byte CompressedSeconds = 0x1F;
    private const byte DefinitionHeader = 0x40;
    private const byte DeveloperData = 0x20;
    private const byte LocalNumber = 0x0F;

    private enum State
    {
        Header,
        Messages,
        Checksum,
        Rest,
    }

    private readonly FitDefinition[] definitions = [.. Enumerable.Range(0, LocalNumber + 1).Select(_ => new FitDefinition())];
    private readonly FitDescriptions descriptions = new();
    private State state;

    // Where the messages of the part end; null if its header does not say.
    private long? end;
    private ushort checksum;
    private uint? time;

    /// <summary>Bytes read so far; after an exception, where the message begins that is wrong.</summary>
    public int Position { get; private set; }

    /// <summary>Checksums that are not those of the bytes.</summary>
    public int WrongChecksums { get; private set; }

    /// <summary>Whether the file ends within a part, or goes on with what is none.</summary>
    public bool IsDamagedAtEnd { get; private set; }

    /// <summary>Whether a file that begins so is FIT.</summary>
    public static bool IsFit(ReadOnlySpan<byte> beginning) =>
        beginning.Length >= MinHeaderBytes && beginning[NameAt..].StartsWith(".FIT"u8);

    /// <summary>Reads as much as there is as a whole.</summary>
    /// <param name="bytes">The bytes from <see cref="Position"/> on, at least <see cref="MaxBytes"/> unless no more are there yet.</param>
    /// <param name="isLast">Whether the file ends with them.</param>
    /// <returns>How many were read.</returns>
    /// <exception cref="FormatException">The file is damaged, or the receiver refuses it.</exception>
    public int Read(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var begin = Position;
        while (true)
        {
            var (before, at) = (state, Position);
            var rest = bytes[(Position - begin)..];
            switch (state)
            {
                case State.Header:
                    ReadHeader(rest, isLast);
                    break;
                case State.Messages:
                    ReadMessages(rest, isLast);
                    break;
                case State.Checksum:
                    ReadChecksum(rest, isLast);
                    break;
                case State.Rest:
                    Position += rest.Length;
                    break;
            }
            if (state == before && Position == at)
                return Position - begin;
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> bytes, bool isLast)
    {
        if (bytes.IsEmpty)
            return;
        var length = (int)bytes[0];
        if (!isLast && bytes.Length < Math.Max(length, MinHeaderBytes))
            return;
        if (length < MinHeaderBytes || bytes.Length < length || !IsFit(bytes))
        {
            if (Position == 0)
                throw new FormatException(
                    length < MinHeaderBytes
                        ? $"The header says that it has {length} bytes; it has 12 or 14."
                        : "The file ends in its header."
                );
            IsDamagedAtEnd = true;
            state = State.Rest;
            return;
        }
        var header = bytes[..length];
        if (length >= MinHeaderBytes + ChecksumBytes)
        {
            // Zero says that there is none.
            var given = BinaryPrimitives.ReadUInt16LittleEndian(header[MinHeaderBytes..]);
            WrongChecksums += given != 0 && given != FitChecksum.Add(0, header[..MinHeaderBytes]) ? 1 : 0;
        }
        checksum = FitChecksum.Add(0, header);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(header[SizeAt..]);
        // Until a device has finished a file, it says zero.
        end = size == 0 ? null : Position + length + (long)size;
        foreach (var definition in definitions)
            definition.Clear();
        descriptions.Clear();
        time = null;
        receiver.BeginPart();
        Position += length;
        state = State.Messages;
    }

    private void ReadMessages(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var left = end - Position;
        var isWhole = left <= bytes.Length;
        var isCut = !isWhole && isLast;
        var hasChecksum = isCut && EndsWithChecksum(bytes);
        // Unless the header says where the messages end, the last two bytes may be the checksum.
        var available =
            isWhole ? (int)left!.Value
            : isCut && !hasChecksum ? bytes.Length
            : Math.Max(0, bytes.Length - ChecksumBytes);
        var read = ReadAll(bytes[..available], isCut);
        checksum = FitChecksum.Add(checksum, bytes[..read]);
        if (state != State.Messages)
            return;
        if ((isWhole || hasChecksum) && read == available)
            state = State.Checksum;
        else if (isCut)
            EndDamaged();
        else if (isWhole)
            throw new FormatException("A message is longer than the data, as the header says.");
    }

    private bool EndsWithChecksum(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= ChecksumBytes
        && FitChecksum.Add(checksum, bytes[..^ChecksumBytes]) == BinaryPrimitives.ReadUInt16LittleEndian(bytes[^ChecksumBytes..]);

    private void EndDamaged()
    {
        IsDamagedAtEnd = true;
        receiver.EndPart();
        state = State.Rest;
    }

    private int ReadAll(ReadOnlySpan<byte> bytes, bool isCut)
    {
        var rest = bytes;
        while (!rest.IsEmpty)
        {
            var read = IsDefinition(rest[0]) ? Define(rest) : ReadData(rest);
            if (read == 0)
                break;
            if (read < 0)
            {
                // Unless the device wrote no further, or it is what is left of the checksum.
                if (end is not null && !(isCut && rest.Length <= ChecksumBytes))
                    throw new FormatException($"A message has the local number {NumberOf(rest[0])}, which is not defined.");
                EndDamaged();
                break;
            }
            rest = rest[read..];
            Position += read;
        }
        return bytes.Length - rest.Length;
    }

    private static bool IsDefinition(byte header) => (header & (CompressedHeader | DefinitionHeader)) == DefinitionHeader;

    private static int NumberOf(byte header) =>
        (header & CompressedHeader) == 0 ? header & LocalNumber : (header >> CompressedNumberAt) & CompressedNumber;

    /// <returns>How many bytes the definition has; zero if they are not all there.</returns>
    private int Define(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FitDefinition.FixedBytes)
            return 0;
        var fieldsEnd = FitDefinition.FixedBytes + (bytes[FitDefinition.FixedBytes - 1] * FitDefinition.FieldBytes);
        var (developerAt, length) = (fieldsEnd, fieldsEnd);
        if ((bytes[0] & DeveloperData) != 0)
        {
            if (bytes.Length <= fieldsEnd)
                return 0;
            developerAt++;
            length = developerAt + (bytes[fieldsEnd] * FitDefinition.FieldBytes);
        }
        if (bytes.Length < length)
            return 0;
        definitions[NumberOf(bytes[0])]
            .Define(bytes[..FitDefinition.FixedBytes], bytes[FitDefinition.FixedBytes..fieldsEnd], bytes[developerAt..length]);
        return length;
    }

    /// <returns>How many bytes the message has; zero if they are not all there, less if nobody knows.</returns>
    private int ReadData(ReadOnlySpan<byte> bytes)
    {
        var definition = definitions[NumberOf(bytes[0])];
        if (!definition.IsDefined)
            return -1;
        var length = 1 + definition.Size;
        if (bytes.Length < length)
            return 0;
        var data = bytes[1..length];
        var own = TimeOf(definition, data) ?? Following(bytes[0]);
        time = own ?? time;
        definition.Resolve(descriptions);
        if (definition.Type is null || !definition.HasFields)
            return length;
        var message = new FitMessage(definition, data, own);
        if (message.Type == FitMessageType.FieldDescription)
            descriptions.Add(message);
        else
            receiver.Take(message);
        return length;
    }

    private static uint? TimeOf(FitDefinition definition, ReadOnlySpan<byte> data)
    {
        var slot = definition[FitField.Timestamp];
        if (slot.Size == 0)
            return null;
        var seconds = FitBaseTypes.Read(slot.Type, data.Slice(slot.At, FitBaseTypes.Size(slot.Type)), definition.IsBigEndian);
        return seconds is >= 0 and < uint.MaxValue ? (uint)seconds : null;
    }

    // A compressed header has the lowest bits of the time, which is after that of the message before, by less than these can count.
    private uint? Following(byte header) => (header & CompressedHeader) == 0 ? null : (uint?)(time + ((header - time) & CompressedSeconds));

    private void ReadChecksum(ReadOnlySpan<byte> bytes, bool isLast)
    {
        if (bytes.Length < ChecksumBytes)
        {
            if (isLast)
                EndDamaged();
            return;
        }
        WrongChecksums += BinaryPrimitives.ReadUInt16LittleEndian(bytes) == checksum ? 0 : 1;
        Position += ChecksumBytes;
        receiver.EndPart();
        state = State.Header;
    }
}
