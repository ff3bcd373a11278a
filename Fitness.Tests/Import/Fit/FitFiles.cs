using System.Globalization;
using static Fitness.Tests.Import.Fit.FitValue;

namespace Fitness.Tests.Import.Fit;

/// <summary>FIT files as devices write them, to the north at 3 m/s unless a test says otherwise.</summary>
internal static class FitFiles
{
    public const string MediaType = "application/vnd.ant.fit";
    public const int FileId = 0;
    public const int SportMessage = 12;
    public const int SessionMessage = 18;
    public const int LapMessage = 19;
    public const int RecordMessage = 20;
    public const int EventMessage = 21;
    public const int ActivityMessage = 34;
    public const int LengthMessage = 101;
    public const int HeartRateMessage = 132;
    public const int FieldDescription = 206;
    public const int DeveloperDataId = 207;
    public const byte Timestamp = 253;
    public const byte Running = 1;
    public const byte Cycling = 2;
    public const byte Transition = 3;
    public const byte Swimming = 5;
    public const byte Stop = 1;
    public const byte Start = 0;

    // Metres of a degree of latitude where they begin.
    private const double DegreeMeters = 111_270;

    private static readonly DateTime Epoch = new(1989, 12, 31, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Begin = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    /// <summary>A moment, as files write it.</summary>
    public static uint Time(double second) => (uint)(Begin.AddSeconds(second) - Epoch).TotalSeconds;

    /// <summary>The same as the API writes it in UTC.</summary>
    public static string Text(double second) =>
        Begin.AddSeconds(second).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + "+00:00";

    /// <summary>Degrees in the unit of files.</summary>
    public static int Semicircles(double degrees) => (int)Math.Round(degrees * (1L << 31) / 180);

    /// <summary>A file of this type, with nothing in it yet.</summary>
    public static FitWriter File(byte type = 4) => new FitWriter().Add(FileId, Enum(0, type), UInt16(1, 1), UInt32(4, Time(0)));

    /// <summary>A session with its totals; those that are null are not in it.</summary>
    public static FitWriter Session(
        this FitWriter file,
        double second,
        double? elapsed,
        double? timer = null,
        double? meters = null,
        byte sport = Running,
        byte subSport = 0,
        params FitValue[] more
    ) =>
        file.Add(
            SessionMessage,
            [
                // It is written when it pleases the device.
                UInt32(Timestamp, Time(second + 7)),
                UInt32(2, Time(second)),
                Enum(5, sport),
                Enum(6, subSport),
                .. elapsed is { } one ? [UInt32(7, (uint)(one * 1000))] : Array.Empty<FitValue>(),
                .. timer is { } two ? [UInt32(8, (uint)(two * 1000))] : Array.Empty<FitValue>(),
                .. meters is { } three ? [UInt32(9, (uint)(three * 100))] : Array.Empty<FitValue>(),
                .. more,
            ]
        );

    /// <summary>A lap with its timer's seconds and its distance.</summary>
    public static FitWriter Lap(this FitWriter file, double second, double timer, double meters, params FitValue[] more) =>
        file.Add(
            LapMessage,
            [
                UInt32(Timestamp, Time(second + timer)),
                UInt32(2, Time(second)),
                UInt32(7, (uint)(timer * 1000)),
                UInt32(8, (uint)(timer * 1000)),
                UInt32(9, (uint)(meters * 100)),
                .. more,
            ]
        );

    /// <summary>A record at a second, where it would be then, with the distance that the device has counted.</summary>
    public static FitWriter Record(this FitWriter file, double second, double? meters = null, params FitValue[] more) =>
        file.Add(
            RecordMessage,
            [UInt32(Timestamp, Time(second)), .. Place(3 * second), UInt32(5, (uint)Math.Round(100 * (meters ?? 3 * second))), .. more]
        );

    /// <summary>Records at these seconds.</summary>
    public static FitWriter Records(this FitWriter file, IEnumerable<int> seconds)
    {
        foreach (var second in seconds)
            file.Record(second);
        return file;
    }

    /// <summary>Records without places, which count on from so many metres.</summary>
    public static FitWriter Run(this FitWriter file, double begin, int seconds, int meters = 0)
    {
        foreach (var second in TrackFiles.Range(0, seconds))
            file.Bare(begin + second, UInt32(5, (uint)(100 * (meters + (3 * second)))));
        return file;
    }

    /// <summary>A record that has only what is given, and its time.</summary>
    public static FitWriter Bare(this FitWriter file, double second, params FitValue[] values) =>
        file.Add(RecordMessage, [UInt32(Timestamp, Time(second)), .. values]);

    /// <summary>The timer is started or stopped.</summary>
    public static FitWriter Timer(this FitWriter file, double second, byte type) =>
        file.Add(EventMessage, UInt32(Timestamp, Time(second)), Enum(0, 0), Enum(1, type));

    /// <summary>A place so many metres to the north.</summary>
    public static FitValue[] Place(double meters) => [Int32(0, Semicircles(52 + (meters / DegreeMeters))), Int32(1, Semicircles(13))];

    /// <summary>A field that an app on the device has added.</summary>
    public static FitValue OfDeveloper(this FitValue value, byte developer = 0) => value with { Developer = developer };

    /// <summary>What such a field is: one that stands for a field of a record.</summary>
    public static FitWriter Describe(this FitWriter file, byte number, byte type, byte native) =>
        file.AddAs(
            3,
            FieldDescription,
            UInt8(0, 0),
            UInt8(1, number),
            UInt8(2, type),
            FitValue.Text(3, "heart"),
            FitValue.Text(8, "bpm"),
            UInt16(14, RecordMessage),
            UInt8(15, native)
        );
}
