namespace Fitness.Api.Features.Import.Fit;

/// <summary>The messages that are read, by their global numbers.</summary>
internal enum FitMessageType : ushort
{
    FileId = 0,
    Sport = 12,
    Session = 18,
    Lap = 19,
    Record = 20,
    Event = 21,
    DeviceInfo = 23,
    Activity = 34,
    Length = 101,

    /// <summary>What a heart-rate strap has stored by itself.</summary>
    HeartRate = 132,
    FieldDescription = 206,
}

/// <summary>What is read of the messages; the same measure has one name in all of them.</summary>
internal enum FitField : byte
{
    Timestamp,
    FileType,
    TimeCreated,
    Manufacturer,
    ProductName,
    DeviceIndex,
    Sport,
    SubSport,
    StartTime,
    ElapsedTime,
    TimerTime,
    MovingTime,
    Distance,
    Cycles,
    Calories,
    Ascent,
    AverageHeartRate,
    MaxHeartRate,
    PoolLength,
    ActiveLengths,
    LengthType,
    Latitude,
    Longitude,
    Altitude,
    EnhancedAltitude,
    HeartRate,
    CompressedSpeedDistance,
    Event,
    EventType,
    LocalTimestamp,
    FractionalTimestamp,
    FilteredHeartRates,
    EventTimestamps,
    EventTimestamps12,
    DeveloperIndex,
    DeveloperField,
    DeveloperBaseType,
    DeveloperScale,
    DeveloperOffset,
    NativeMessage,
    NativeField,
}

/// <summary>What of Garmin's public profile is read, as data: the numbers of the messages and fields, and how their values are scaled.</summary>
internal static class FitProfile
{
    /// <summary>The number of the field that has the same meaning in every message.</summary>
    public const byte TimestampNumber = 253;

    /// <summary>How many <see cref="FitField"/> there are.</summary>
    public static readonly int FieldCount = Enum.GetValues<FitField>().Length;

    private static readonly (FitMessageType Message, (byte Number, FitField Field)[] Fields)[] Messages =
    [
        (FitMessageType.FileId, [(0, FitField.FileType), (1, FitField.Manufacturer), (4, FitField.TimeCreated), (8, FitField.ProductName)]),
        (FitMessageType.DeviceInfo, [(0, FitField.DeviceIndex), (2, FitField.Manufacturer), (27, FitField.ProductName)]),
        (FitMessageType.Sport, [(0, FitField.Sport), (1, FitField.SubSport)]),
        (
            FitMessageType.Session,
            [
                (2, FitField.StartTime),
                (5, FitField.Sport),
                (6, FitField.SubSport),
                (7, FitField.ElapsedTime),
                (8, FitField.TimerTime),
                (9, FitField.Distance),
                (10, FitField.Cycles),
                (11, FitField.Calories),
                (16, FitField.AverageHeartRate),
                (17, FitField.MaxHeartRate),
                (22, FitField.Ascent),
                (44, FitField.PoolLength),
                (47, FitField.ActiveLengths),
                (59, FitField.MovingTime),
            ]
        ),
        (
            FitMessageType.Lap,
            [
                (2, FitField.StartTime),
                (7, FitField.ElapsedTime),
                (8, FitField.TimerTime),
                (9, FitField.Distance),
                (10, FitField.Cycles),
                (11, FitField.Calories),
                (15, FitField.AverageHeartRate),
                (16, FitField.MaxHeartRate),
                (25, FitField.Sport),
                (39, FitField.SubSport),
            ]
        ),
        (
            FitMessageType.Record,
            [
                (0, FitField.Latitude),
                (1, FitField.Longitude),
                (2, FitField.Altitude),
                (3, FitField.HeartRate),
                (5, FitField.Distance),
                (8, FitField.CompressedSpeedDistance),
                (78, FitField.EnhancedAltitude),
            ]
        ),
        (FitMessageType.Event, [(0, FitField.Event), (1, FitField.EventType)]),
        (FitMessageType.Activity, [(5, FitField.LocalTimestamp)]),
        (FitMessageType.Length, [(2, FitField.StartTime), (12, FitField.LengthType)]),
        (
            FitMessageType.HeartRate,
            [
                (0, FitField.FractionalTimestamp),
                (6, FitField.FilteredHeartRates),
                (9, FitField.EventTimestamps),
                (10, FitField.EventTimestamps12),
            ]
        ),
        (
            FitMessageType.FieldDescription,
            [
                (0, FitField.DeveloperIndex),
                (1, FitField.DeveloperField),
                (2, FitField.DeveloperBaseType),
                (6, FitField.DeveloperScale),
                (7, FitField.DeveloperOffset),
                (14, FitField.NativeMessage),
                (15, FitField.NativeField),
            ]
        ),
    ];

    // By the number of the message, then by that of the field.
    private static readonly FitField?[]?[] Layouts = CreateLayouts();

    // By the field: what the number is to be divided by, and what is then to be taken off.
    private static readonly (double Scale, double Offset)[] Scales = [.. Enum.GetValues<FitField>().Select(ScaleOf)];

    /// <summary>The field of each number in a message; null if the message is not read.</summary>
    public static FitField?[]? Find(ushort message) => message < Layouts.Length ? Layouts[message] : null;

    /// <summary>Makes a measure of a number: seconds, metres, beats per minute, kilocalories.</summary>
    public static double Scale(FitField field, double number)
    {
        var (scale, offset) = Scales[(int)field];
        return (number / scale) - offset;
    }

    private static (double Scale, double Offset) ScaleOf(FitField field) =>
        field switch
        {
            FitField.ElapsedTime or FitField.TimerTime or FitField.MovingTime => (1000, 0),
            FitField.Distance or FitField.PoolLength => (100, 0),
            FitField.Altitude or FitField.EnhancedAltitude => (5, 500),
            FitField.FractionalTimestamp => (32768, 0),
            _ => (1, 0),
        };

    private static FitField?[]?[] CreateLayouts()
    {
        var layouts = new FitField?[]?[Messages.Max(one => (int)one.Message) + 1];
        foreach (var (message, fields) in Messages)
        {
            var layout = new FitField?[byte.MaxValue + 1];
            layout[TimestampNumber] = FitField.Timestamp;
            foreach (var (number, field) in fields)
                layout[number] = field;
            layouts[(int)message] = layout;
        }
        return layouts;
    }
}
