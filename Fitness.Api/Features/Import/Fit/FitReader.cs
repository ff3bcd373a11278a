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

    /// <summary>The part or its header has a checksum that is not that of its bytes.</summary>
    public void FindWrongChecksum();

    /// <summary>The part ends otherwise than it says, or is followed by what is none.</summary>
    public void FindWrongEnd();
}

/// <summary>
/// Reads the FIT protocol (https://developer.garmin.com/fit/protocol/) piece by piece. Of the file, only the definitions are kept, one for each
/// local number, and what it says of developer fields. Nothing is allocated for a message.
/// </summary>
internal sealed class FitReader(IFitReceiver receiver)
{
    /// <summary>Bytes that have to be there at once: the longest message, 255 fields and as many developer fields of 255 bytes, and what could be the next header.</summary>
    public const int MaxBytes = 1 + (2 * byte.MaxValue * byte.MaxValue) + FitHeader.CertainBytes;

    private const int ChecksumBytes = 2;
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
        Skip,
    }

    private readonly FitDefinition[] definitions = [.. Enumerable.Range(0, LocalNumber + 1).Select(_ => new FitDefinition())];
    private readonly FitDescriptions descriptions = new();
    private readonly FitHeaderSearch search = new();
    private State state;

    // Where the messages of the part end; null if its header does not say.
    private long? end;
    private ushort checksum;
    private uint? time;

    /// <summary>Bytes read so far; after an exception, where the message begins that is wrong.</summary>
    public int Position { get; private set; }

    /// <summary>What could not be followed first, and at which byte it begins; null if everything could. The part is read up to there.</summary>
    public (string Reason, int Position)? Fault { get; private set; }

    /// <summary>Reads as much as there is as a whole.</summary>
    /// <param name="bytes">The bytes from <see cref="Position"/> on, at least <see cref="MaxBytes"/> unless no more are there yet.</param>
    /// <param name="isLast">Whether the file ends with them.</param>
    /// <returns>How many were read.</returns>
    /// <exception cref="FormatException">The file does not begin as one, or the receiver refuses it.</exception>
    public int Read(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var begin = Position;
        while (true)
        {
            var before = (state, Position, end);
            var rest = bytes[(Position - begin)..];
            search.Go(rest, Position, isLast);
            // Where another part begins, the one before has ended, whatever its header says.
            var part = search.Next is { } next ? rest[..(next - Position)] : rest;
            var isPart = isLast || search.Next is not null;
            switch (state)
            {
                case State.Header:
                    ReadHeader(rest, isLast);
                    break;
                case State.Messages:
                    ReadMessages(part, isPart);
                    break;
                case State.Checksum:
                    ReadChecksum(part, isPart);
                    break;
                case State.Skip:
                    Position += isPart ? part.Length : search.Clear - Position;
                    state = search.Next is null ? State.Skip : State.Header;
                    break;
            }
            if (before == (state, Position, end))
                return Position - begin;
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> bytes, bool isLast)
    {
        if (bytes.IsEmpty)
            return;
        var length = (int)bytes[0];
        if (!isLast && bytes.Length < Math.Max(length, FitHeader.MinBytes))
            return;
        if (length < FitHeader.MinBytes || bytes.Length < length || !FitHeader.Is(bytes))
        {
            if (Position == 0)
                throw new FormatException(
                    length < FitHeader.MinBytes
                        ? $"The header says that it has {length} bytes; it has 12 or 14."
                        : "The file ends in its header."
                );
            receiver.FindWrongEnd();
            state = State.Skip;
            return;
        }
        var header = bytes[..length];
        checksum = FitChecksum.Add(0, header);
        var size = FitHeader.SizeOf(header);
        end = size == 0 ? null : Position + length + (long)size;
        foreach (var definition in definitions)
            definition.Clear();
        descriptions.Clear();
        time = null;
        receiver.BeginPart();
        if (FitHeader.HasWrongChecksum(header))
            receiver.FindWrongChecksum();
        Position += length;
        state = State.Messages;
    }

    private void ReadMessages(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var known = isLast ? bytes.Length : search.Clear - Position;
        var left = end - Position;
        var isWhole = left <= known;
        var isCut = !isWhole && isLast;
        // Unless the header says where the messages end, the last two bytes may be the checksum.
        var hasChecksum = isCut && EndsWithChecksum(bytes);
        var available =
            isWhole ? (int)left!.Value
            : hasChecksum ? bytes.Length - ChecksumBytes
            : known;
        var read = ReadAll(bytes[..available], isCut);
        checksum = FitChecksum.Add(checksum, bytes[..read]);
        if (state != State.Messages)
            return;
        if ((isWhole || hasChecksum) && read == available)
            state = State.Checksum;
        else if (isCut)
            EndDamaged();
        else if (isWhole && IsAllThere(bytes[read..], isLast) && !MoveEnd(bytes[read..], isLast))
            EndDamaged("A message is longer than the data, as the header says.");
    }

    private static bool IsAllThere(ReadOnlySpan<byte> bytes, bool isLast) => isLast || bytes.Length >= MaxBytes;

    private bool EndsWithChecksum(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= ChecksumBytes
        && FitChecksum.Add(checksum, bytes[..^ChecksumBytes]) == BinaryPrimitives.ReadUInt16LittleEndian(bytes[^ChecksumBytes..]);

    // The messages go on behind the end that the header says, if the bytes up to the part's last two have these as their checksum.
    private bool MoveEnd(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var last = Position + bytes.Length - ChecksumBytes;
        if (!isLast || !(last > end) || !EndsWithChecksum(bytes))
            return false;
        receiver.FindWrongEnd();
        end = last;
        return true;
    }

    private void EndDamaged(string? fault = null)
    {
        if (fault is not null)
            Fault ??= (fault, Position);
        receiver.FindWrongEnd();
        receiver.EndPart();
        state = State.Skip;
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
                // What is left of the checksum is no message.
                EndDamaged(isCut && rest.Length <= ChecksumBytes ? null : FaultOf(rest[0]));
                break;
            }
            rest = rest[read..];
            Position += read;
        }
        return bytes.Length - rest.Length;
    }

    private static string FaultOf(byte header) =>
        IsDefinition(header)
            ? "A definition has a byte order or a message that there is not."
            : $"A message has the local number {NumberOf(header)}, which is not defined.";

    private static bool IsDefinition(byte header) => (header & (CompressedHeader | DefinitionHeader)) == DefinitionHeader;

    private static int NumberOf(byte header) =>
        (header & CompressedHeader) == 0 ? header & LocalNumber : (header >> CompressedNumberAt) & CompressedNumber;

    /// <returns>How many bytes the definition has; zero if they are not all there, less if it is none.</returns>
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
        var isOne = definitions[NumberOf(bytes[0])]
            .Define(bytes[..FitDefinition.FixedBytes], bytes[FitDefinition.FixedBytes..fieldsEnd], bytes[developerAt..length]);
        return isOne ? length : -1;
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
        definition.Resolve(descriptions);
        var own = (definition.HasTime ? SecondsOf(new FitMessage(definition, data, null)) : null) ?? Following(bytes[0]);
        // What is no date does not end the count of the compressed headers.
        time = own < FitMessage.FirstDate && time >= FitMessage.FirstDate ? time : own ?? time;
        if (definition.Type is null || !definition.HasFields)
            return length;
        var message = new FitMessage(definition, data, own);
        if (message.Type == FitMessageType.FieldDescription)
            descriptions.Add(message);
        else
            receiver.Take(message);
        return length;
    }

    private static uint? SecondsOf(FitMessage message) =>
        message.Number(FitField.Timestamp) is >= 0 and < uint.MaxValue and var seconds ? (uint)seconds : null;

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
        var fits = BinaryPrimitives.ReadUInt16LittleEndian(bytes) == checksum;
        if (!fits && !FitHeader.Is(bytes[ChecksumBytes..]))
        {
            if (!IsAllThere(bytes, isLast))
                return;
            if (MoveEnd(bytes, isLast))
            {
                state = State.Messages;
                return;
            }
        }
        if (!fits)
            receiver.FindWrongChecksum();
        Position += ChecksumBytes;
        receiver.EndPart();
        state = State.Header;
    }
}
