using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Import.Fit.FitFiles;
using static Fitness.Tests.Import.Fit.FitValue;

namespace Fitness.Tests.Import.Fit;

/// <summary>What a FIT file says twice, not at all, or so that it cannot be.</summary>
public sealed class FitTotalTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData(100.0, 90.0, 80.0, 100, 80, "")]
    [InlineData(100.0, 90.0, null, 100, 90, "")]
    // What is longer than that of which it is a part is as long as that.
    [InlineData(100.0, 110.0, null, 100, 100, "duration 1")]
    [InlineData(100.0, 90.0, 95.0, 100, 90, "duration 1")]
    [InlineData(100.0, 120.0, 130.0, 100, 100, "duration 2")]
    // A rounding is no loss.
    [InlineData(100.0, 100.4, 100.9, 100, 100, "")]
    [InlineData(0.0, 90.0, null, 90, 90, "")]
    [InlineData(null, 90.0, null, 90, 90, "")]
    [InlineData(3_000_000.0, 90.0, null, 90, 90, "duration 1")]
    public async Task Moving_takes_at_most_the_timers_time_and_that_at_most_the_elapsed(
        double? elapsed,
        double? timer,
        double? moving,
        int expectedElapsed,
        int expectedMoving,
        string warnings
    )
    {
        var file = File().Session(0, elapsed, timer, 300, more: moving is { } seconds ? [UInt32(59, (uint)(seconds * 1000))] : []);
        var result = await ImportAsync(file);
        Assert.Equal(
            (expectedElapsed, expectedMoving, warnings),
            ((int)result["activity"]!["elapsedSeconds"]!, (int)result["activity"]!["movingSeconds"]!, result.Warnings())
        );
    }

    [Theory]
    [InlineData(1, "running", 2400)]
    [InlineData(11, "walking", 2400)]
    [InlineData(17, "hiking", 2400)]
    [InlineData(2, "cycling", null)]
    [InlineData(5, "swimming", null)]
    public async Task Cycles_are_pairs_of_steps_on_foot_only(byte sport, string name, int? steps)
    {
        var activity = (await ImportAsync(File().Session(0, 1000, 1000, 3000, sport, more: [UInt32(10, 1200)])))["activity"]!;
        Assert.Equal((name, steps), ((string?)activity["sport"], (int?)activity["steps"]));
    }

    [Theory]
    [InlineData(0, 0, null, null, "")]
    [InlineData(255, 255, null, null, "")]
    [InlineData(0, 150, null, 150, "")]
    [InlineData(150, 140, 150, null, "heartRate 1")]
    public async Task A_heart_rate_of_zero_is_none(byte average, byte highest, int? expectedAverage, int? expectedHighest, string warnings)
    {
        var result = await ImportAsync(
            File().Session(0, 100 + average + highest, 100, 300, more: [UInt8(16, average), UInt8(17, highest)])
        );
        Assert.Equal(
            (expectedAverage, expectedHighest, warnings),
            ((int?)result["activity"]!["averageHeartRate"], (int?)result["activity"]!["maxHeartRate"], result.Warnings())
        );
    }

    [Fact]
    public async Task Records_of_a_wrong_place_do_not_make_the_distance_longer()
    {
        var file = File().Record(0, 0).Record(10, 30, Place(2_000_000)).Record(20, 60).Session(0, 5400, 5000, 16_000);
        Assert.Equal(16_000, (int)(await ImportAsync(file))["activity"]!["distanceMeters"]!);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task A_ferry_during_a_pause_is_no_distance(byte stop)
    {
        var file = File();
        foreach (var second in TrackFiles.Range(0, 100))
            file.Bare(second, Place(3 * second));
        file.Timer(100, stop);
        // Some devices record all the way.
        foreach (var second in TrackFiles.Range(110, 990))
            file.Bare(second, Place(300 + (10 * (second - 100))));
        file.Timer(1000, Start);
        foreach (var second in TrackFiles.Range(1000, 1100))
            file.Bare(second, Place(9300 + (3 * (second - 1000))));
        var activity = (await ImportAsync(file.Timer(1100, stop)))["activity"]!;
        Assert.Equal((1100, 200), ((int)activity["elapsedSeconds"]!, (int)activity["movingSeconds"]!));
        Assert.Equal(600, (double)activity["distanceMeters"]!, 2.0);
    }

    [Fact]
    public async Task A_stop_that_no_start_follows_ends_nothing()
    {
        var file = File();
        foreach (var second in TrackFiles.Range(0, 300))
            file.Bare(second, Place(3 * second));
        foreach (var second in new[] { 105, 205, 305 })
            file.Timer(second, Stop);
        var activity = (await ImportAsync(file))["activity"]!;
        // Only the two ways past a stop are missing.
        Assert.Equal(840, (double)activity["distanceMeters"]!, 2.0);
    }

    [Fact]
    public async Task A_pause_does_not_run_into_the_next_session()
    {
        var file = File();
        foreach (var second in TrackFiles.Range(0, 100))
            file.Bare(second, Place(3 * second));
        file.Timer(100, Stop).Session(0, 100);
        // The second session's timer is started by no event; only later it is stopped and started.
        foreach (var second in TrackFiles.Range(200, 300))
            file.Bare(second, Place(3 * second));
        file.Timer(300, Stop).Timer(400, Start);
        foreach (var second in TrackFiles.Range(400, 500))
            file.Bare(second, Place(3 * second));
        file.Session(200, 300, sport: Cycling);
        using var response = await api.SendAsync(file.ToFile(), MediaType);
        Assert.Equal(
            [300, 600],
            (await response.JsonAsync())["results"]!
                .AsArray()
                .Select(one => Math.Round((double)one!["activity"]!["distanceMeters"]! / 10) * 10)
        );
    }

    [Theory]
    // Metres, even where the pool was set in yards.
    [InlineData(2286, 10, 228.6)]
    [InlineData(5000, 4, 200.0)]
    [InlineData(ushort.MaxValue, 4, null)]
    public async Task Lengths_of_a_pool_are_a_distance_if_nothing_else_is(ushort poolLength, ushort lengths, double? meters)
    {
        FitValue[] pool = [UInt16(44, poolLength), Enum(46, 1)];
        var counted = await ImportAsync(File().Session(0, 100, 100, null, Swimming, 17, [.. pool, UInt16(47, lengths)]));
        Assert.Equal(meters, (double?)counted["activity"]!["distanceMeters"]);

        var file = File();
        for (var length = 0; length < lengths; length++)
            file.Add(LengthMessage, UInt32(Timestamp, Time(50 * (length + 1))), Enum(12, 1))
                .Add(LengthMessage, UInt32(Timestamp, Time(50 * (length + 1))), Enum(12, 0));
        var listed = await ImportAsync(file.Session(0, 101, 100, null, Swimming, 17, pool));
        Assert.Equal(meters, (double?)listed["activity"]!["distanceMeters"]);
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(null)]
    public async Task In_a_pool_records_and_lengths_tell_the_same_distance(int? centimeters)
    {
        var file = File();
        for (var length = 1; length <= 4; length++)
            file.Bare(50 * length, UInt32(5, (uint)(5000 * length))).Add(LengthMessage, UInt32(Timestamp, Time(50 * length)), Enum(12, 1));
        file.Session(0, 200, 200, centimeters / 100.0, Swimming, 17, UInt16(44, 5000), UInt16(47, 4));
        Assert.Equal(200, (int)(await ImportAsync(file))["activity"]!["distanceMeters"]!);
    }

    [Theory]
    [InlineData(SportMessage, 0, 1)]
    [InlineData(LapMessage, 25, 39)]
    public async Task Records_without_a_session_are_an_activity(int message, byte sport, byte subSport)
    {
        // Until a device has finished a file, it has no session.
        var file = File()
            .Records(TrackFiles.Range(0, 1000))
            .Add(message, UInt32(2, Time(0)), Enum(sport, Cycling), Enum(subSport, 46), UInt32(8, 1_000_000), UInt16(11, 40));
        var activity = (await ImportAsync(file))["activity"]!;
        Assert.Equal(
            ("gravelCycling", Text(0), 1000, 1000, message == LapMessage ? 40 : null),
            (
                (string?)activity["sport"],
                (string?)activity["start"],
                (int)activity["elapsedSeconds"]!,
                (int)activity["movingSeconds"]!,
                (int?)activity["energyKilocalories"]
            )
        );
        Assert.Equal(3000, (double)activity["distanceMeters"]!, 3.0);
    }

    [Fact]
    public async Task Seconds_since_the_device_was_switched_on_are_no_date()
    {
        FitValue Powered(int second) => UInt32(Timestamp, (uint)second);
        var file = File()
            .Add(RecordMessage, Powered(3), UInt32(5, 0))
            .Add(RecordMessage, Powered(0x0FFFFFFF), UInt32(5, 0))
            .Bare(0, UInt32(5, 0))
            .Bare(100, UInt32(5, 30_000));
        var result = await ImportAsync(file);
        Assert.Equal(
            (Text(0), 100, "time 2"),
            ((string?)result["activity"]!["start"], (int)result["activity"]!["elapsedSeconds"]!, result.Warnings())
        );
        using var response = await api.SendAsync(File().Add(RecordMessage, Powered(3), UInt32(5, 0)).ToFile(), MediaType);
        Assert.Contains(
            "no track point has a time",
            (string)(await response.ProblemAsync(422, "unreadable-file"))["detail"]!,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(600, 620, null, null, 20)]
    [InlineData(0, 0, 700, 750, 50)]
    [InlineData(600, 620, 700, 750, 50)]
    [InlineData(600, 620, -1, -1, 20)]
    public async Task The_enhanced_altitude_counts_before_the_plain_one(int from, int to, int? enhancedFrom, int? enhancedTo, int gain)
    {
        var file = File();
        foreach (var (second, altitude, enhanced) in new[] { (0, from, enhancedFrom), (100, to, enhancedTo), (200, to, enhancedTo) })
            file.Record(
                second,
                null,
                [
                    UInt16(2, (ushort)(5 * (altitude + 500))),
                    .. enhanced is { } one ? [UInt32(78, one < 0 ? uint.MaxValue : (uint)(5 * (one + 500)))] : Array.Empty<FitValue>(),
                ]
            );
        Assert.Equal(gain, (int)(await ImportAsync(file))["activity"]!["elevationGainMeters"]!);
    }

    [Fact]
    public async Task The_climb_of_a_swim_is_none() =>
        Assert.Null(
            (await ImportAsync(File().Session(0, 100, 100, 300, Swimming, 18, UInt16(22, 40))))["activity"]!["elevationGainMeters"]
        );

    [Fact]
    public async Task A_place_that_is_none_is_left_out()
    {
        var file = File().Record(0).Bare(10, Int32(0, 0), Int32(1, 0)).Bare(20, Int32(0, Semicircles(120)), Int32(1, 0)).Record(30);
        Assert.Equal("position 2", (await ImportAsync(file)).Warnings());
    }

    public static TheoryData<string, string> TooMuch =>
        new()
        {
            { "points", "more than 250000 track points" },
            { "laps", "more than 10000 laps" },
            { "sessions", "more than 198 sessions" },
            { "sports", "The file has 100 recordings" },
            { "parts", "more than 99 recordings" },
            { "events", "more than 10000 times" },
        };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task What_has_too_much_of_anything_is_refused(string what, string detail)
    {
        var file = File();
        for (var count = 0; what == "points" && count <= 250_000; count++)
            file.Add(RecordMessage, UInt8(3, 140));
        for (var count = 0; what == "laps" && count <= 10_000; count++)
            file.Add(LapMessage, UInt8(15, 140));
        for (var count = 0; what is "sessions" or "sports" && count < (what == "sports" ? 100 : 199); count++)
            file.Session(1000 * count, 10, 10, 30);
        for (var count = 0; what == "events" && count <= 10_000; count++)
            file.Timer(count, (byte)(count % 2));
        byte[] bytes =
            what == "parts"
                ? [.. Enumerable.Repeat(File().Session(0, 100, 100, 300).ToFile(), 100).SelectMany(part => part)]
                : file.ToFile();
        using var response = await api.SendAsync(bytes, MediaType);
        Assert.Contains(detail, (string)(await response.ProblemAsync(422, "unreadable-file"))["detail"]!, StringComparison.Ordinal);
    }

    private async Task<JsonNode> ImportAsync(FitWriter file) => await api.SendAsync(file.ToFile(), MediaType).FirstResultAsync();
}
