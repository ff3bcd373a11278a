using System.Buffers.Binary;

namespace Fitness.Api.Features.Import.Fit;

/// <summary>Where a field is in a data message. Without a value in it, there is none.</summary>
/// <param name="At">The first byte.</param>
/// <param name="Size">Bytes: those of one value, or of several.</param>
/// <param name="Type">The type of each value.</param>
internal readonly record struct FitSlot(int At, byte Size, FitBaseType Type)
{
    /// <summary>Whether there are values in it: of a size that is no multiple of its type's, nobody could tell them.</summary>
    public bool HasValues => Size > 0 && Size % FitBaseTypes.Size(Type) == 0;

    /// <summary>How many values it has.</summary>
    public int Count => Size / FitBaseTypes.Size(Type);

    /// <summary>One of the values; <see cref="double.NaN"/> if it says that there is none.</summary>
    public double Read(ReadOnlySpan<byte> data, int index, bool isBigEndian)
    {
        var size = FitBaseTypes.Size(Type);
        return FitBaseTypes.Read(Type, data.Slice(At + (index * size), size), isBigEndian);
    }

    /// <summary>Whether one of its values is not the one that says that there is none.</summary>
    public bool HasValueIn(ReadOnlySpan<byte> data, bool isBigEndian)
    {
        if (Type == FitBaseType.Text)
            return Size > 0 && data[At] != 0;
        for (var index = 0; index < Count; index++)
        {
            if (!double.IsNaN(Read(data, index, isBigEndian)))
                return true;
        }
        return false;
    }
}

/// <summary>What the data messages of a local number look like. It is made anew in place, because a file can have millions of definitions.</summary>
internal sealed class FitDefinition
{
    /// <summary>Bytes of a definition up to its fields.</summary>
    public const int FixedBytes = 6;

    /// <summary>Bytes that define a field.</summary>
    public const int FieldBytes = 3;

    /// <summary>The byte order in which the highest byte comes first; in the other one, zero, it comes last.</summary>
    public const byte BigEndian = 1;

    private const ushort NoMessage = ushort.MaxValue;

    private readonly FitSlot[] slots = new FitSlot[FitProfile.FieldCount];

    // Behind the first one of a field: those of a field that is defined more than once, then those of developers.
    private readonly List<(FitField Field, FitSlot Slot)> others = [];
    private readonly List<DeveloperSlot> developerSlots = [];
    private int ownOthers;
    private int describedBy;
    private bool hasOwnFields;

    /// <summary>Whether there is one.</summary>
    public bool IsDefined { get; private set; }

    /// <summary>The message; null if it is none that is read.</summary>
    public FitMessageType? Type { get; private set; }

    /// <summary>Whether the highest byte of a number comes first.</summary>
    public bool IsBigEndian { get; private set; }

    /// <summary>Bytes of a data message after its header.</summary>
    public int Size { get; private set; }

    /// <summary>Whether a field is read.</summary>
    public bool HasFields => hasOwnFields || others.Count > 0;

    /// <summary>Whether a data message has its time as a field.</summary>
    public bool HasTime => slots[(int)FitField.Timestamp].Size > 0;

    /// <summary>Forgets the definition.</summary>
    public void Clear() => IsDefined = false;

    /// <summary>Takes a definition.</summary>
    /// <param name="fixedPart">The definition up to its fields.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="developerFields">The fields that an app on the device has added.</param>
    /// <returns>Whether it is one; otherwise, there is none.</returns>
    public bool Define(ReadOnlySpan<byte> fixedPart, ReadOnlySpan<byte> fields, ReadOnlySpan<byte> developerFields)
    {
        IsBigEndian = fixedPart[2] == BigEndian;
        var number = IsBigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(fixedPart[3..])
            : BinaryPrimitives.ReadUInt16LittleEndian(fixedPart[3..]);
        var layout = FitProfile.Find(number);
        Type = layout is null ? null : (FitMessageType)number;
        IsDefined = number != NoMessage && fixedPart[2] <= BigEndian;
        if (!IsDefined)
            return false;
        (hasOwnFields, Size) = (false, 0);
        Array.Clear(slots);
        others.Clear();
        for (; fields.Length > 0; fields = fields[FieldBytes..])
        {
            var (size, type) = (fields[1], FitBaseTypes.Of(fields[2]));
            if (layout is not null && layout[fields[0]] is { } field)
                Set(field, new FitSlot(Size, size, type));
            else if (fields[0] == FitProfile.TimestampNumber)
                Set(FitField.Timestamp, new FitSlot(Size, size, type));
            Size += size;
        }
        ownOthers = others.Count;
        developerSlots.Clear();
        describedBy = 0;
        for (; developerFields.Length > 0; developerFields = developerFields[FieldBytes..])
        {
            var size = developerFields[1];
            if (layout is not null && size > 0)
                developerSlots.Add(new DeveloperSlot(developerFields[2], developerFields[0], Size, size));
            Size += size;
        }
        return true;
    }

    /// <summary>Finds out what the developer fields are. Some devices describe them only after the definition.</summary>
    public void Resolve(FitDescriptions descriptions)
    {
        if (developerSlots.Count == 0 || describedBy == descriptions.Version)
            return;
        describedBy = descriptions.Version;
        others.RemoveRange(ownOthers, others.Count - ownOthers);
        foreach (var slot in developerSlots)
            if (
                descriptions.Find(Type, slot.Developer, slot.Number) is var (field, type)
                && new FitSlot(slot.At, slot.Size, type) is { HasValues: true } found
            )
                others.Add((field, found));
    }

    /// <summary>Where a field is in a message: the first place that has a value, of the profile's fields, then of developers'; the first of all, if none has.</summary>
    public FitSlot Find(FitField field, ReadOnlySpan<byte> data)
    {
        var first = slots[(int)field];
        if (others.Count == 0 || first.HasValueIn(data, IsBigEndian))
            return first;
        foreach (var (other, slot) in others)
        {
            if (other != field)
                continue;
            if (slot.HasValueIn(data, IsBigEndian))
                return slot;
            first = first.Size == 0 ? slot : first;
        }
        return first;
    }

    private void Set(FitField field, FitSlot slot)
    {
        if (!slot.HasValues)
            return;
        hasOwnFields = true;
        if (slots[(int)field].Size == 0)
            slots[(int)field] = slot;
        else if (others.Count < MaxOthers)
            others.Add((field, slot));
    }

    // Places of fields that are there more than once.
    private const int MaxOthers = 8;

    private readonly record struct DeveloperSlot(byte Developer, byte Number, int At, byte Size);
}
