using static Fitness.Tests.Import.Fit.FitFiles;
using static Fitness.Tests.Import.Fit.FitValue;

namespace Fitness.Tests.Import.Fit;

/// <summary>Files of every kind, which also another reader can read.</summary>
internal static class FitSamples
{
    /// <summary>Those that have a session, by name; the first part of each is one activity or more.</summary>
    public static readonly IReadOnlyDictionary<string, byte[]> All = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
    {
        ["run"] = Run().ToFile(),
        ["run, header of 12 bytes"] = Run().ToFile(12),
        ["run, unfinished header"] = Run().ToFile(size: 0),
        ["run, highest byte first"] = Run(isBigEndian: true).ToFile(),
        ["ride, compressed timestamps"] = Ride().ToFile(),
        ["ride, pauses and developer fields"] = Paused().ToFile(),
        ["swim in a pool of 25 yards"] = Swim().ToFile(),
        ["swim, and its strap's part"] = [.. Swim().ToFile(), .. Strap().ToFile()],
        ["triathlon"] = Triathlon(isSummaryFirst: false).ToFile(),
        ["triathlon, sessions first"] = Triathlon(isSummaryFirst: true).ToFile(),
        ["yoga, session only"] = File().Session(0, 3600, 3500, null, 10, 43, UInt16(11, 150), UInt8(16, 92), UInt8(17, 121)).ToFile(),
    };

    private static FitWriter Run(bool isBigEndian = false)
    {
        var file = new FitWriter { IsBigEndian = isBigEndian }
            .Add(FileId, Enum(0, 4), UInt16(1, 1), UInt32(4, Time(0)))
            .Timer(0, Start);
        for (var second = 0; second <= 120; second++)
            file.Record(second, null, UInt8(3, (byte)(120 + (second % 40))), UInt16(2, (ushort)(2675 + (second % 25))), UInt8(4, 85));
        return file.Timer(120, 4)
            .Add(LapMessage, UInt32(Timestamp, Time(120)), UInt32(2, Time(0)), UInt32(8, 120_000), UInt32(9, 36_000))
            .Session(0, 120.5, 120.25, 361.27, more: [UInt16(11, 31), UInt8(16, 139), UInt8(17, 159), UInt16(22, 12), UInt32(10, 170)])
            .Add(ActivityMessage, UInt32(Timestamp, Time(121)), UInt32(0, 120_250), UInt16(1, 1), UInt32(5, Time(7321)));
    }

    private static FitWriter Ride()
    {
        var file = File().AddAs(1, RecordMessage, UInt32(Timestamp, Time(0)), UInt32(5, 0));
        for (var second = 7; second <= 700; second += 7)
            file.AddCompressed(Time(second), 2, RecordMessage, UInt32(5, (uint)(800 * second)), UInt8(3, 131));
        return file.Session(0, 700, 700, 5600, Cycling, 7, UInt8(16, 131));
    }

    private static FitWriter Paused()
    {
        var file = File().Add(DeveloperDataId, Of(1, 0x0D, new byte[16]), UInt8(3, 0)).Timer(0, Start);
        for (var second = 0; second <= 100; second += 5)
            file.Record(second, null, Float32(7, 150).OfDeveloper());
        file.Describe(7, 0x88, 3).Timer(100, 4).Timer(400, Start);
        for (var second = 400; second <= 500; second += 5)
            file.Record(second, 3 * (second - 300), Float32(7, 160).OfDeveloper());
        return file.Timer(500, 9).Session(0, 500, 200, 600, Cycling, 46, UInt8(16, 155), UInt8(17, 160));
    }

    private static FitWriter Swim()
    {
        var file = File();
        for (var length = 1; length <= 4; length++)
            file.Bare(30 * length, UInt32(5, (uint)(2286 * length)))
                .AddAs(1, LengthMessage, UInt32(Timestamp, Time(30 * length)), UInt32(2, Time(30 * (length - 1))), Enum(12, 1));
        return file.Session(0, 120, 118, 91.44, Swimming, 17, UInt16(44, 2286), Enum(46, 1), UInt16(47, 4), UInt32(10, 60));
    }

    private static FitWriter Strap() =>
        File()
            .Add(HeartRateMessage, UInt32(Timestamp, Time(0)), UInt16(0, 0), UInt8(6, 120), UInt32(9, 10_240))
            .Add(HeartRateMessage, UInt8(6, 130, 140), Of(10, 0x0D, 0x00, 0x0C, 0xC0));

    private static FitWriter Triathlon(bool isSummaryFirst)
    {
        var file = File();
        if (isSummaryFirst)
            Sessions(file);
        for (var second = 0; second <= 1000; second += 5)
            file.Record(second);
        return isSummaryFirst ? file : Sessions(file);
    }

    private static FitWriter Sessions(FitWriter file) =>
        file.Session(0, 300, 300, 900, Swimming, 18)
            .Session(300, 50, 50, 150, Transition)
            .Session(350, 400, 390, 1200, Cycling)
            .Session(750, 250, 250, 750);
}
