using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Import.Fit.FitFiles;
using static Fitness.Tests.Import.Fit.FitValue;

namespace Fitness.Tests.Import.Fit;

/// <summary>What devices get wrong: their clock, their count of the distance, and what they write before they have finished.</summary>
public sealed class FitFaultTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    // Before a device knows the date, it begins here.
    private const uint FirstDate = 0x10000000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Laps_that_end_before_the_records_are_not_the_whole(bool isLocated)
    {
        var file = File().Add(SportMessage, Enum(0, Running), Enum(1, 0));
        foreach (var second in TrackFiles.Range(0, 1500))
        {
            if (isLocated)
                file.Record(second, null, UInt8(3, 140));
            else
                file.Bare(second, UInt32(5, (uint)(300 * second)), UInt8(3, 140));
        }
        file.Lap(0, 333, 1000, UInt16(11, 80), UInt32(10, 450));
        var result = await ImportAsync(file);
        Assert.Equal(("4500 1500 1500", "energy 1, steps 1"), (Totals(result), result.Warnings()));
        Assert.Null(result["activity"]!["energyKilocalories"]);
        Assert.Null(result["activity"]!["steps"]);
    }

    [Fact]
    public async Task Laps_alone_are_an_activity()
    {
        var result = await ImportAsync(File().Lap(0, 600, 2000, UInt16(11, 80), Enum(25, Cycling)).Lap(600, 600, 2000, UInt16(11, 90)));
        Assert.Equal("3999 1200 1200", Totals(result));
        Assert.Equal(("cycling", 170), ((string?)result["activity"]!["sport"], (int)result["activity"]!["energyKilocalories"]!));
    }

    [Theory]
    [InlineData(0, 1500, 1500, 4500)]
    [InlineData(1500, 0, 1500, 4500)]
    [InlineData(0, 0, 1500, 4500)]
    [InlineData(1500, 1500, 0, 4500)]
    [InlineData(1500, 1500, 1500, 0)]
    [InlineData(0, 0, 0, 0)]
    public async Task Zero_is_not_measured(int elapsed, int timer, int moving, int meters)
    {
        var file = File().Records(TrackFiles.Range(0, 1500)).Session(0, elapsed, timer, meters, more: UInt32(59, (uint)(1000 * moving)));
        var result = await ImportAsync(file);
        Assert.Equal(("4500 1500 1500", ""), (Totals(result), result.Warnings()));
    }

    [Fact]
    public async Task Nor_is_a_distance_of_zero_if_nothing_else_is_said() =>
        Assert.Null((await ImportAsync(File().Session(0, 600, 600, 0)))["activity"]!["distanceMeters"]);

    [Fact]
    public async Task Nor_is_one_in_a_pool()
    {
        var file = File().Session(0, 600, 600, 0, Swimming, 17, UInt16(44, 2500), UInt16(47, 20));
        Assert.Equal(500, (int)(await ImportAsync(file))["activity"]!["distanceMeters"]!);
    }

    public static TheoryData<string, uint, string> Starts =>
        new()
        {
            { "none", uint.MaxValue, "" },
            { "power", 5000, "time 1" },
            { "begin", FirstDate + 5, "time 1" },
            { "future", uint.MaxValue - 1, "time 1" },
            { "weeks", Time(-20 * 86_400), "time 1" },
        };

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task A_session_that_begins_at_no_time_of_its_records_begins_with_them(string what, uint start, string warnings)
    {
        // Each is another activity.
        var begin = 1000 * (what[0] - 'a');
        var file = File();
        foreach (var second in TrackFiles.Range(0, 600))
            file.Bare(begin + second, UInt32(5, (uint)(300 * second)));
        file.Add(
            SessionMessage,
            UInt32(Timestamp, uint.MaxValue),
            UInt32(2, start),
            UInt32(7, 600_000),
            UInt32(9, 180_000),
            Enum(5, Running)
        );
        var result = await ImportAsync(file);
        Assert.Equal((Text(begin), "1800 600 600", warnings), ((string?)result["activity"]!["start"], Totals(result), result.Warnings()));
    }

    [Theory]
    [InlineData(uint.MaxValue, "")]
    [InlineData(5000, "time 1")]
    [InlineData(uint.MaxValue - 1, "time 1")]
    public async Task One_without_records_begins_as_long_before_it_was_written_as_it_took(uint start, string warnings)
    {
        var file = File()
            .Add(
                SessionMessage,
                UInt32(Timestamp, Time(600)),
                UInt32(2, start),
                UInt32(7, 600_000),
                Enum(5, Running),
                UInt8(16, (byte)start)
            );
        var result = await ImportAsync(file);
        Assert.Equal((Text(0), warnings), ((string?)result["activity"]!["start"], result.Warnings()));
    }

    [Theory]
    [InlineData(uint.MaxValue, "")]
    [InlineData(5000, "time 1")]
    public async Task One_of_several_without_a_start_follows_the_one_before(uint start, string warnings)
    {
        var file = File()
            .Records(TrackFiles.Range(0, 1000))
            .Session(0, 500, 500)
            .Add(SessionMessage, UInt32(Timestamp, uint.MaxValue), UInt32(2, start), UInt32(7, 490_000), Enum(5, Cycling));
        using var response = await api.SendAsync(file.ToFile(), MediaType);
        var results = (await response.JsonAsync())["results"]!.AsArray();
        Assert.Equal(
            [$"running {Text(0)} 1470", $"cycling {Text(500)} 1500"],
            results.Select(one =>
                $"{one!["activity"]!["sport"]} {one["activity"]!["start"]} {Math.Round((double)one["activity"]!["distanceMeters"]! / 30) * 30}"
            )
        );
        Assert.Equal(warnings, results[0]!.Warnings());
    }

    [Fact]
    public async Task The_clock_is_set_while_it_records()
    {
        var file = File();
        for (var second = 0; second < 100; second += 10)
            file.Add(RecordMessage, UInt32(Timestamp, FirstDate + (uint)second), UInt32(5, (uint)(300 * second)));
        foreach (var second in TrackFiles.Range(100, 1000))
            file.Bare(second, UInt32(5, (uint)(300 * second)));
        file.Add(SessionMessage, UInt32(Timestamp, Time(1000)), UInt32(2, FirstDate), UInt32(8, 1_000_000), Enum(5, Running))
            .Add(LapMessage, UInt32(Timestamp, Time(1000)), UInt32(2, FirstDate), UInt32(8, 1_000_000));
        var result = await ImportAsync(file);
        Assert.Equal((Text(0), "3000 1000 1000", "time 11"), ((string?)result["activity"]!["start"], Totals(result), result.Warnings()));
    }

    [Fact]
    public async Task A_record_of_another_century_is_none()
    {
        var file = File().Records(TrackFiles.Range(0, 300)).Add(RecordMessage, UInt32(Timestamp, uint.MaxValue - 1), UInt32(5, 91_000));
        var result = await ImportAsync(file);
        Assert.Equal(("900 300 300", "time 1"), (Totals(result), result.Warnings()));
    }

    [Theory]
    [InlineData(9_000_000.0)]
    [InlineData(42_949_671.0)]
    public async Task A_count_that_nobody_can_have_reached_is_none(double meters)
    {
        var file = File();
        foreach (var second in TrackFiles.Range(0, 1000))
            file.Bare(second, UInt32(5, (uint)(second == 500 ? meters * 100 : 300.0 * second)));
        var result = await ImportAsync(file);
        Assert.Equal(("3000 1000 1000", "distance 1"), (Totals(result), result.Warnings()));
    }

    [Theory]
    [InlineData("running on")]
    [InlineData("anew")]
    [InlineData("stray last")]
    [InlineData("stray first")]
    [InlineData("second first")]
    public async Task The_count_of_each_of_several_sports_is_its_own(string what)
    {
        var before = TrackFiles
            .Range(0, 590)
            .Select(second => (Second: second, Meters: what == "stray last" && second == 590 ? 90_000 : 3 * second));
        var after = TrackFiles
            .Range(600, 1200)
            .Select(second =>
                (Second: second, Meters: what == "stray first" && second == 600 ? 0 : (what == "anew" ? 0 : 1800) + (8 * (second - 600)))
            );
        var file = File();
        foreach (var (second, meters) in what == "second first" ? after.Concat(before) : before.Concat(after))
            file.Bare(second, UInt32(5, (uint)(100 * meters)), UInt8(3, (byte)(100 + what.Length)));
        file.Session(0, 600, 600).Session(600, 600, 600, sport: Cycling);
        using var response = await api.SendAsync(file.ToFile(), MediaType);
        // Of the way to a stray one, nobody knows how far it was.
        Assert.All((await response.JsonAsync())["results"]!.AsArray().Zip([1800, 4860]), pair =>
            Assert.InRange((double)pair.First!["activity"]!["distanceMeters"]!, pair.Second - 130, pair.Second)
        );
    }

    [Theory]
    [InlineData(160)]
    [InlineData(100)]
    public async Task A_pause_begins_with_the_first_stop(int second)
    {
        var file = File().Timer(0, Start);
        foreach (var at in TrackFiles.Range(0, 100))
            file.Bare(at, Place(3 * at));
        file.Timer(100, Stop);
        foreach (var at in TrackFiles.Range(110, 190))
            file.Bare(at, Place(300 + (10 * (at - 100))));
        file.Timer(second, 4).Timer(200, Start);
        foreach (var at in TrackFiles.Range(200, 300))
            file.Bare(at, Place(1300 + (3 * (at - 200))));
        Assert.Equal("600 300 200", Totals(await ImportAsync(file.Timer(300, 9)), to: 10));
    }

    [Fact]
    public async Task Of_a_start_and_a_stop_in_one_second_the_last_counts()
    {
        var file = File().Timer(0, Start);
        foreach (var at in TrackFiles.Range(0, 100))
            file.Bare(at, Place(3 * at));
        file.Timer(100, 4).Timer(110, Start).Timer(110, 4);
        foreach (var at in TrackFiles.Range(120, 190))
            file.Bare(at, Place(300 + (10 * (at - 110))));
        file.Timer(200, Start);
        foreach (var at in TrackFiles.Range(200, 300))
            file.Bare(at, Place(1200 + (3 * (at - 200))));
        Assert.Equal("600 300 200", Totals(await ImportAsync(file), to: 10));
    }

    [Theory]
    [InlineData(255, 255, "gravelCycling")]
    [InlineData(255, 0, "gravelCycling")]
    [InlineData(1, 0, "running")]
    public async Task The_sport_that_a_session_does_not_say_another_message_does(byte sport, byte subSport, string expected)
    {
        var file = File().Add(SportMessage, Enum(0, Cycling), Enum(1, 46)).Session(0, 600, 600, 3000, sport, subSport);
        Assert.Equal(expected, (string?)(await ImportAsync(file))["activity"]!["sport"]);
    }

    [Fact]
    public async Task Only_the_ways_between_sports_are_no_activity()
    {
        using var response = await api.SendAsync(File().Session(0, 100, 100, 100, Transition).ToFile(), MediaType);
        Assert.Contains(
            "only the transitions",
            (string)(await response.ProblemAsync(422, "unreadable-file"))["detail"]!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Energy_below_nothing_is_none() =>
        Assert.Equal("energy 1", (await ImportAsync(File().Lap(0, 600, 2000, Float32(11, -500)))).Warnings());

    // Metres, elapsed and moving seconds.
    private static string Totals(JsonNode result, double to = 3)
    {
        var activity = result["activity"]!;
        return $"{Math.Round((double)activity["distanceMeters"]! / to) * to} {activity["elapsedSeconds"]} {activity["movingSeconds"]}";
    }

    private async Task<JsonNode> ImportAsync(FitWriter file) => await api.SendAsync(file.ToFile(), MediaType).FirstResultAsync();
}
