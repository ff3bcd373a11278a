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

    /// <summary>How often what they say has changed.</summary>
    public int Version { get; private set; }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        known.Clear();
        Version = 0;
    }

    /// <summary>Takes a description, which holds from here on; of a field that is not read, only that it is none.</summary>
    public void Add(FitMessage message)
    {
        if (
            message.Integer(FitField.DeveloperIndex) is not (>= 0 and <= byte.MaxValue and var developer)
            || message.Integer(FitField.DeveloperField) is not (>= 0 and <= byte.MaxValue and var number)
        )
            return;
        var key = ((byte)developer, (byte)number);
        if (ReadFrom(message) is not { } field)
            Version += known.Remove(key) ? 1 : 0;
        else if (known.TryGetValue(key, out var before) ? before != field : known.Count < MaxCount)
        {
            known[key] = field;
            Version++;
        }
    }

    private static (FitMessageType, FitField, FitBaseType)? ReadFrom(FitMessage message) =>
        message.Integer(FitField.DeveloperBaseType) is >= 0 and <= byte.MaxValue and var type
        && message.Integer(FitField.NativeMessage) is >= 0 and <= ushort.MaxValue and var native
        && message.Integer(FitField.NativeField) is >= 0 and <= byte.MaxValue and var nativeField
        && FitProfile.Find((ushort)native)?[nativeField]
            is (FitField.HeartRate or FitField.AverageHeartRate or FitField.MaxHeartRate)
                and var field
        && message.Integer(FitField.DeveloperScale) is null or 1
        && message.Integer(FitField.DeveloperOffset) is null or 0
            ? ((FitMessageType)native, field, FitBaseTypes.Of((byte)type))
            : null;

    /// <summary>The field that an app's field stands for in a message, and the type of its values; null if it is not described, or not read.</summary>
    public (FitField Field, FitBaseType Type)? Find(FitMessageType? message, byte developer, byte number) =>
        known.TryGetValue((developer, number), out var one) && one.Message == message ? (one.Field, one.Type) : null;
}
