using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Import.Fit.FitFiles;
using static Fitness.Tests.Import.Fit.FitValue;

namespace Fitness.Tests.Import.Fit;

/// <summary>What devices and tools write that looks wrong and is not: it is read as it is meant, and without a warning.</summary>
public sealed class FitDeviceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Hour = 3600;

    [Theory]
    // The time that elapsed without the pause, which the timer has; written at that end, at the start, or days later.
    [InlineData(3000, true)]
    [InlineData(3000, false)]
    [InlineData(0, true)]
    [InlineData(500_000, true)]
    public async Task An_elapsed_time_without_the_pauses_divides_nothing(int written, bool hasEvents)
    {
        var file = File();
        file.Run(0, 1500);
        if (hasEvents)
            file.Timer(1500, Stop).Timer(3300, Start);
        file.Run(3300, 1500, 4500);
        Assert.Equal($"{Text(0)} 3000 9000", Single(await ImportAsync(Written(file, written, 0, 3000, 9000))));
    }

    [Fact]
    public async Task Records_until_it_is_saved_are_no_activity_of_their_own()
    {
        var file = File();
        file.Run(0, 1800);
        file.Timer(1800, Stop);
        foreach (var second in TrackFiles.Range(1810, 2100))
            file.Bare(second, UInt32(5, 540_000));
        Assert.Equal($"{Text(0)} 1800 5400", Single(await ImportAsync(Written(file, 1800, 0, 1800, 5400))));
    }

    [Fact]
    public async Task Sessions_of_two_days_can_all_be_written_at_the_end()
    {
        var file = File();
        file.Run(0, 1800);
        file.Run(25 * Hour, 1800);
        Written(file, (25 * Hour) + 1800, 0, 1800, 5400);
        Written(file, (25 * Hour) + 1800, 25 * Hour, 1800, 5400);
        var results = await ImportAsync(file);
        Assert.Equal([$"{Text(0)} 1800 5400", $"{Text(25 * Hour)} 1800 5400"], results.Select(one => Line(one)));
    }

    [Theory]
    [InlineData(false, 3, 78)]
    [InlineData(true, 3, 78)]
    [InlineData(false, 78, 78)]
    [InlineData(false, 78, 200)]
    public async Task A_tour_of_days_is_one(bool hasEvents, int elapsed, int written)
    {
        var file = File();
        foreach (var day in new[] { 0, 1, 2 })
        {
            var begin = day * 36 * Hour;
            if (hasEvents)
                file.Timer(begin, Start);
            file.Run(begin, 2 * Hour, day * 6 * Hour);
            // One more, right after it was stopped.
            if (hasEvents)
                file.Timer(begin + (2 * Hour), Stop).Bare(begin + (2 * Hour) + 1, UInt32(5, (uint)(100 * (day + 1) * 6 * Hour)));
        }
        var result = Single(await ImportAsync(Written(file, written * Hour, 0, elapsed * Hour, 18 * Hour)));
        Assert.Equal($"{Text(0)} {elapsed * Hour} {18 * Hour}", result);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    public async Task A_transition_without_a_length_takes_nothing(double seconds)
    {
        var file = File();
        file.Run(0, 590);
        file.Session(0, 600, 600, 1770, Cycling).Session(600, seconds, seconds, null, Transition);
        file.Run(600, 600, 1770);
        var results = await ImportAsync(file.Session(600, 600, 600));
        Assert.Equal([$"{Text(0)} 600 1770", $"{Text(600)} 600 1800"], results.Select(one => Line(one)));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(40)]
    public async Task The_way_of_a_transition_without_records_is_nobody_s(int meters)
    {
        var file = File();
        file.Run(0, 590);
        file.Run(900, 600, 1770 + meters);
        var results = await ImportAsync(
            file.Session(0, 600, 600, null, Cycling).Session(600, 300, 300, null, Transition).Session(900, 600, 600)
        );
        Assert.Equal([$"{Text(0)} 600 1770", $"{Text(900)} 600 1800"], results.Select(one => Line(one)));
    }

    [Fact]
    public async Task A_distance_that_was_corrected_when_it_was_saved_is_the_total()
    {
        var file = File();
        file.Run(0, 1790);
        file.Bare(1800, UInt32(5, 610_000));
        Assert.Equal($"{Text(0)} 1800 6100", Single(await ImportAsync(file.Session(0, 1800, 1800, 6100, subSport: 1))));
    }

    [Fact]
    public async Task Of_several_sessions_none_moves_by_an_hour()
    {
        var file = File();
        file.Run(1802, 2700);
        Written(file, 4502, 0, 1800, null, 10);
        Written(file, 4502, 1802, 2700, 8100);
        var results = await ImportAsync(file);
        Assert.Equal([$"{Text(0)} 1800 0", $"{Text(1802)} 2700 8100"], results.Select(one => Line(one)));
    }

    [Fact]
    public async Task A_start_and_a_stop_in_a_second_mark_a_lap()
    {
        var file = File().Timer(0, Start);
        file.Run(0, 3000);
        foreach (var second in TrackFiles.Range(300, 2700, 300))
            file.Timer(second, Start).Timer(second, Stop);
        Assert.Equal($"{Text(0)} 3000 9000", Single(await ImportAsync(file.Session(0, 3000, 3000, null))));
    }

    [Theory]
    [InlineData(3600, 3600)]
    [InlineData(3600, 3000)]
    public async Task Laps_of_an_unfinished_file_that_end_with_its_records_are_the_whole(int last, int elapsed)
    {
        var file = File();
        file.Run(0, last);
        file.Add(LapMessage, UInt32(Timestamp, Time(3595)), UInt32(2, Time(0)), UInt32(7, (uint)(1000 * elapsed)), UInt16(11, 500));
        var result = Assert.Single(await ImportAsync(file))!;
        Assert.Equal((500, ""), ((int)result["activity"]!["energyKilocalories"]!, result.Warnings()));
    }

    [Fact]
    public async Task Indoors_a_device_that_says_no_climb_measured_none()
    {
        var file = File();
        foreach (var second in TrackFiles.Range(0, Hour))
            file.Bare(second, UInt32(5, (uint)(300 * second)), UInt16(2, (ushort)(5 * (800 + (second / 100)))));
        var result = Assert.Single(await ImportAsync(file.Session(0, Hour, Hour, 10_800, Running, 1, UInt16(22, 0))))!;
        Assert.Null(result["activity"]!["elevationGainMeters"]);
    }

    private static FitWriter Written(FitWriter file, int written, int begin, int seconds, int? meters, byte sport = Running) =>
        file.Add(
            SessionMessage,
            UInt32(Timestamp, Time(written)),
            UInt32(2, Time(begin)),
            UInt32(7, (uint)(1000 * seconds)),
            UInt32(8, (uint)(1000 * seconds)),
            UInt32(9, meters is { } distance ? (uint)(100 * distance) : uint.MaxValue),
            Enum(5, sport)
        );

    private static string Single(JsonArray results) => Line(Assert.Single(results));

    // Start, elapsed seconds and metres of what has no warning.
    private static string Line(JsonNode? result)
    {
        Assert.Equal("", result!.Warnings());
        var activity = result!["activity"]!;
        return $"{activity["start"]} {activity["elapsedSeconds"]} {Math.Round((double?)activity["distanceMeters"] ?? 0)}";
    }

    private Task<JsonArray> ImportAsync(FitWriter file) => api.SendAsync(file.ToFile(), MediaType).ResultsAsync();
}
