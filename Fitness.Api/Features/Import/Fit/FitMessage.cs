namespace Fitness.Api.Features.Import.Fit;

/// <summary>A data message, as it lies in the file.</summary>
/// <param name="definition">What it looks like.</param>
/// <param name="data">Its bytes, without the header.</param>
/// <param name="timestamp">Seconds of its time; null if it has none.</param>
internal readonly ref struct FitMessage(FitDefinition definition, ReadOnlySpan<byte> data, uint? timestamp)
{
    /// <summary>Below, times are seconds since the device was switched on.</summary>
    public const uint FirstDate = 0x10000000;

    private static readonly DateTimeOffset Epoch = new(1989, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly ReadOnlySpan<byte> data = data;

    /// <summary>Which message it is.</summary>
    public FitMessageType Type => definition.Type!.Value;

    /// <summary>Its time; null if it has none, or none that is a date.</summary>
    public DateTimeOffset? Time => DateOf(timestamp);

    /// <summary>A measure in its unit; of several values, the first that is one. Null if there is none.</summary>
    public double? Number(FitField field)
    {
        var numbers = Numbers(field);
        for (var index = 0; index < numbers.Count; index++)
        {
            if (numbers[index] is { } number)
                return number;
        }
        return null;
    }

    /// <summary>All values of a field.</summary>
    public FitNumbers Numbers(FitField field) => new(field, Find(field), data, definition.IsBigEndian);

    /// <summary>A whole number; null if there is none.</summary>
    public int? Integer(FitField field) => Number(field) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : null;

    /// <summary>A time; null if there is none, or none that is a date.</summary>
    public DateTimeOffset? Date(FitField field) =>
        Number(field) is >= 0 and <= uint.MaxValue and var seconds ? DateOf((uint)seconds) : null;

    /// <summary>The bytes of a field; empty if it is not there, or all of them say that there is none.</summary>
    public ReadOnlySpan<byte> Bytes(FitField field)
    {
        var slot = Find(field);
        var bytes = data.Slice(slot.At, slot.Size);
        return bytes.ContainsAnyExcept(byte.MaxValue) ? bytes : [];
    }

    /// <summary>The bytes of a text; empty if there is none.</summary>
    public ReadOnlySpan<byte> Text(FitField field)
    {
        var slot = Find(field);
        if (slot.Type != FitBaseType.Text)
            return [];
        var bytes = data.Slice(slot.At, slot.Size);
        var end = bytes.IndexOf((byte)0);
        return end < 0 ? bytes : bytes[..end];
    }

    private FitSlot Find(FitField field) => definition.Find(field, data);

    private static DateTimeOffset? DateOf(uint? seconds) =>
        seconds is >= FirstDate and < uint.MaxValue and var known ? Epoch.AddSeconds(known) : null;
}

/// <summary>The values of a field in its unit.</summary>
/// <param name="field">The field.</param>
/// <param name="slot">Where it is.</param>
/// <param name="data">The bytes of the message.</param>
/// <param name="isBigEndian">Whether the highest byte comes first.</param>
internal readonly ref struct FitNumbers(FitField field, FitSlot slot, ReadOnlySpan<byte> data, bool isBigEndian)
{
    private readonly ReadOnlySpan<byte> data = data;

    /// <summary>How many there are, those included that say that there is none.</summary>
    public int Count => slot.Count;

    /// <summary>One of them; null if it says that there is none.</summary>
    public double? this[int index]
    {
        get
        {
            var number = slot.Read(data, index, isBigEndian);
            return double.IsNaN(number) ? null : FitProfile.Scale(field, number);
        }
    }
}
