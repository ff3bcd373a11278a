using System.Text;

namespace Fitness.Api.Features.Import.Fit;

/// <summary>A data message, as it lies in the file.</summary>
/// <param name="definition">What it looks like.</param>
/// <param name="data">Its bytes, without the header.</param>
/// <param name="timestamp">Seconds of its time; null if it has none.</param>
internal readonly ref struct FitMessage(FitDefinition definition, ReadOnlySpan<byte> data, uint? timestamp)
{
    // Below, times are seconds since the device was switched on.
    private const uint FirstDate = 0x10000000;

    private static readonly DateTimeOffset Epoch = new(1989, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly ReadOnlySpan<byte> data = data;

    /// <summary>Which message it is.</summary>
    public FitMessageType Type => definition.Type!.Value;

    /// <summary>Its time; null if it has none, or none that is a date.</summary>
    public DateTimeOffset? Time => DateOf(timestamp);

    /// <summary>A measure in its unit; of several values, the first that is one. Null if there is none.</summary>
    public double? Number(FitField field)
    {
        var count = Count(field);
        for (var index = 0; index < count; index++)
        {
            if (Number(field, index) is { } number)
                return number;
        }
        return null;
    }

    /// <summary>How many values a field has, those included that say that there is none.</summary>
    public int Count(FitField field) => definition[field] is { Size: > 0 } slot ? slot.Size / FitBaseTypes.Size(slot.Type) : 0;

    /// <summary>One of several values of a field; null if it says that there is none.</summary>
    public double? Number(FitField field, int index)
    {
        var slot = definition[field];
        var size = FitBaseTypes.Size(slot.Type);
        var number = FitBaseTypes.Read(slot.Type, data.Slice(slot.At + (index * size), size), definition.IsBigEndian);
        return double.IsNaN(number) ? null : FitProfile.Scale(field, number);
    }

    /// <summary>A whole number; null if there is none.</summary>
    public int? Integer(FitField field) => Number(field) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : null;

    /// <summary>A time; null if there is none, or none that is a date.</summary>
    public DateTimeOffset? Date(FitField field) =>
        Number(field) is >= 0 and <= uint.MaxValue and var seconds ? DateOf((uint)seconds) : null;

    /// <summary>The bytes of a field; empty if it is not there, or all of them say that there is none.</summary>
    public ReadOnlySpan<byte> Bytes(FitField field)
    {
        var slot = definition[field];
        var bytes = data.Slice(slot.At, slot.Size);
        return bytes.ContainsAnyExcept(byte.MaxValue) ? bytes : [];
    }

    /// <summary>A text; null if there is none.</summary>
    public string? Text(FitField field)
    {
        var slot = definition[field];
        if (slot.Type != FitBaseType.Text)
            return null;
        var bytes = data.Slice(slot.At, slot.Size);
        var end = bytes.IndexOf((byte)0);
        var text = (end < 0 ? bytes : bytes[..end]).Trim((byte)' ');
        return text.IsEmpty ? null : Encoding.UTF8.GetString(text);
    }

    private static DateTimeOffset? DateOf(uint? seconds) =>
        seconds is >= FirstDate and < uint.MaxValue and var known ? Epoch.AddSeconds(known) : null;
}
