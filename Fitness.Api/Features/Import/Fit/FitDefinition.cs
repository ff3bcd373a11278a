using System.Buffers.Binary;

namespace Fitness.Api.Features.Import.Fit;

/// <summary>Where a field is in a data message. Without a value in it, there is none.</summary>
/// <param name="At">The first byte.</param>
/// <param name="Size">Bytes: those of one value, or of several.</param>
/// <param name="Type">The type of each value.</param>
internal readonly record struct FitSlot(int At, byte Size, FitBaseType Type);

/// <summary>What the data messages of a local number look like. It is made anew in place, because a file can have millions of definitions.</summary>
internal sealed class FitDefinition
{
    /// <summary>Bytes of a definition up to its fields.</summary>
    public const int FixedBytes = 6;

    /// <summary>Bytes that define a field.</summary>
    public const int FieldBytes = 3;

    private const byte BigEndian = 1;

    private readonly FitSlot[] slots = new FitSlot[FitProfile.FieldCount];
    private readonly List<DeveloperSlot> developerSlots = [];
    private int describedBy;

    /// <summary>Whether there is one.</summary>
    public bool IsDefined { get; private set; }

    /// <summary>The message; null if it is none that is read.</summary>
    public FitMessageType? Type { get; private set; }

    /// <summary>Whether the highest byte of a number comes first.</summary>
    public bool IsBigEndian { get; private set; }

    /// <summary>Bytes of a data message after its header.</summary>
    public int Size { get; private set; }

    /// <summary>Whether a field is read.</summary>
    public bool HasFields { get; private set; }

    /// <summary>Forgets the definition.</summary>
    public void Clear() => IsDefined = false;

    /// <summary>Takes a definition.</summary>
    /// <param name="fixedPart">The definition up to its fields.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="developerFields">The fields that an app on the device has added.</param>
    public void Define(ReadOnlySpan<byte> fixedPart, ReadOnlySpan<byte> fields, ReadOnlySpan<byte> developerFields)
    {
        IsBigEndian = fixedPart[2] == BigEndian;
        var number = IsBigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(fixedPart[3..])
            : BinaryPrimitives.ReadUInt16LittleEndian(fixedPart[3..]);
        var layout = FitProfile.Find(number);
        Type = layout is null ? null : (FitMessageType)number;
        (IsDefined, HasFields, Size) = (true, false, 0);
        Array.Clear(slots);
        for (; fields.Length > 0; fields = fields[FieldBytes..])
        {
            var (size, type) = (fields[1], FitBaseTypes.Of(fields[2]));
            if (layout is not null && layout[fields[0]] is { } field)
                Set(field, new FitSlot(Size, size, type));
            else if (fields[0] == FitProfile.TimestampNumber)
                Set(FitField.Timestamp, new FitSlot(Size, size, type));
            Size += size;
        }
        developerSlots.Clear();
        describedBy = 0;
        for (; developerFields.Length > 0; developerFields = developerFields[FieldBytes..])
        {
            var size = developerFields[1];
            if (layout is not null && size > 0)
                developerSlots.Add(new DeveloperSlot(developerFields[2], developerFields[0], Size, size));
            Size += size;
        }
    }

    /// <summary>Finds out what the developer fields are. Some devices describe them only after the definition.</summary>
    public void Resolve(FitDescriptions descriptions)
    {
        if (developerSlots.Count == 0 || describedBy == descriptions.Count)
            return;
        describedBy = descriptions.Count;
        foreach (var slot in developerSlots)
            if (descriptions.Find(Type, slot.Developer, slot.Number) is var (field, type) && slots[(int)field].Size == 0)
                Set(field, new FitSlot(slot.At, slot.Size, type));
    }

    /// <summary>Where a field is.</summary>
    public FitSlot this[FitField field] => slots[(int)field];

    // A field whose size is no multiple of its type's has no values that anybody could tell.
    private void Set(FitField field, FitSlot slot)
    {
        if (slot.Size == 0 || slot.Size % FitBaseTypes.Size(slot.Type) != 0)
            return;
        slots[(int)field] = slot;
        HasFields = true;
    }

    private readonly record struct DeveloperSlot(byte Developer, byte Number, int At, byte Size);
}
