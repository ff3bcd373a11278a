namespace Fitness.Api.Features.Import.Fit;

/// <summary>
/// What the fields are that apps on the device have added, as the file describes them. Only heart rates are taken from such fields: the
/// unit of every other measure is the app's to choose.
/// </summary>
internal sealed class FitDescriptions
{
    // A file has a few.
    private const int MaxCount = 256;

    private readonly Dictionary<(byte Developer, byte Number), (FitMessageType Message, FitField Field, FitBaseType Type)> known = [];

    /// <summary>How many there are.</summary>
    public int Count => known.Count;

    /// <summary>Forgets all.</summary>
    public void Clear() => known.Clear();

    /// <summary>Takes a description, unless it is of a field that is not read.</summary>
    public void Add(FitMessage message)
    {
        if (
            known.Count < MaxCount
            && message.Integer(FitField.DeveloperIndex) is >= 0 and <= byte.MaxValue and var developer
            && message.Integer(FitField.DeveloperField) is >= 0 and <= byte.MaxValue and var number
            && message.Integer(FitField.DeveloperBaseType) is >= 0 and <= byte.MaxValue and var type
            && message.Integer(FitField.NativeMessage) is >= 0 and <= ushort.MaxValue and var native
            && message.Integer(FitField.NativeField) is >= 0 and <= byte.MaxValue and var nativeField
            && FitProfile.Find((ushort)native)?[nativeField] is FitField.HeartRate or FitField.AverageHeartRate or FitField.MaxHeartRate
            && message.Integer(FitField.DeveloperScale) is null or 1
            && message.Integer(FitField.DeveloperOffset) is null or 0
        )
            known[((byte)developer, (byte)number)] = (
                (FitMessageType)native,
                FitProfile.Find((ushort)native)![nativeField]!.Value,
                FitBaseTypes.Of((byte)type)
            );
    }

    /// <summary>The field that an app's field stands for in a message, and the type of its values; null if it is not described, or not read.</summary>
    public (FitField Field, FitBaseType Type)? Find(FitMessageType? message, byte developer, byte number) =>
        known.TryGetValue((developer, number), out var one) && one.Message == message ? (one.Field, one.Type) : null;
}
