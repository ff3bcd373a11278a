using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Import.Fit.FitFiles;
using static Fitness.Tests.Import.Fit.FitValue;

namespace Fitness.Tests.Import.Fit;

/// <summary>Which times count where those of a file do not fit together, and what becomes of records that no session has.</summary>
public sealed class FitClockTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Day = 86_400;

    [Theory]
    // Days with records of their own, and without.
    [InlineData(40, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public async Task Sessions_of_several_days_keep_theirs(int days, bool hasRecords)
    {
        var file = File();
        file.Run(0, 600);
        if (hasRecords)
            file.Run(days * Day, 600);
        var results = await ImportAsync(file.Session(0, 600, 600, 1800).Session(days * Day, 600, 600, 1900, Cycling));
        Assert.Equal([$"{Text(0)} 600", $"{Text(days * Day)} 600"], results.Select(StartAndElapsed));
        Assert.Equal(["", ""], results.Select(one => one!.Warnings()));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Of_two_clocks_that_of_the_session_counts_else_the_later_one(bool hasSession, int lost)
    {
        var file = File();
        file.Run(-9000 * (double)Day, 900);
        file.Run(900, 600, 2700);
        if (hasSession)
            file.Add(SessionMessage, UInt32(Timestamp, Time(1500)), UInt32(2, Time(0)), UInt32(7, 1_500_000), Enum(5, Running));
        var result = Assert.Single(await ImportAsync(file))!;
        Assert.Equal(hasSession ? $"{Text(0)} 1500" : $"{Text(900)} 600", StartAndElapsed(result));
        Assert.Equal($"time 91{(lost == 2 ? ", distance 1" : "")}", result.Warnings());
    }

    [Fact]
    public async Task A_day_of_rest_is_one_if_the_timer_was_stopped()
    {
        var file = File();
        file.Run(0, 600);
        file.Timer(600, Stop);
        file.Timer(3 * Day, Start);
        file.Run(3 * Day, 600, 1800);
        var result = Assert.Single(await ImportAsync(file))!;
        Assert.Equal(
            ($"{Text(0)} {(3 * Day) + 600}", 1200, ""),
            (StartAndElapsed(result), (int)result["activity"]!["movingSeconds"]!, result.Warnings())
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_goes_on_after_the_last_session_is_one_that_is_not_finished(bool hasTransition)
    {
        var file = File();
        file.Run(0, 1200);
        file.Session(0, 1200, 1200, 1800, Swimming, 18);
        if (hasTransition)
            file.Session(1200, 120, 120, null, Transition);
        file.Add(SportMessage, Enum(0, Cycling), Enum(1, 0));
        file.Run(1400, 3600, 3600);
        var results = await ImportAsync(file);
        Assert.Equal([$"{Text(0)} 1200", $"{Text(1400)} 3600"], results.Select(StartAndElapsed));
        Assert.Equal(("cycling", 10_800), ((string?)results[1]!["activity"]!["sport"], (int)results[1]!["activity"]!["distanceMeters"]!));
    }

    [Fact]
    public async Task A_session_that_was_written_at_the_end_has_all_records_before_it()
    {
        var file = File();
        file.Run(0, 1200);
        file.Add(
            SessionMessage,
            UInt32(Timestamp, Time(1200)),
            UInt32(2, Time(0)),
            UInt32(7, 600_000),
            UInt32(9, 360_000),
            Enum(5, Running)
        );
        Assert.Equal(3600, (int)Assert.Single(await ImportAsync(file))!["activity"]!["distanceMeters"]!);
    }

    [Fact]
    public async Task A_session_of_all_sports_is_none_of_them()
    {
        var file = File()
            .Session(0, 5400, 5400, 41_200, 18, 78)
            .Session(0, 1200, 1200, 1200, Swimming, 18)
            .Session(1200, 3000, 3000, 30_000, Cycling)
            .Session(4200, 1200, 1200, 4_000);
        Assert.Equal(
            ["openWaterSwimming", "cycling", "running"],
            (await ImportAsync(file)).Select(one => (string?)one!["activity"]!["sport"])
        );
        Assert.Equal(
            41_200,
            (int)Assert.Single(await ImportAsync(File().Session(9000, 5400, 5400, 41_200, 18)))!["activity"]!["distanceMeters"]!
        );
    }

    [Fact]
    public async Task A_start_in_local_time_gives_way_to_when_it_was_written()
    {
        var file = File();
        file.Run(0, 3600);
        file.Add(SessionMessage, UInt32(Timestamp, Time(3600)), UInt32(2, Time(-5 * 3600)), UInt32(7, 3_600_000), Enum(5, Running));
        var result = Assert.Single(await ImportAsync(file))!;
        Assert.Equal(($"{Text(0)} 3600", "time 1"), (StartAndElapsed(result), result.Warnings()));
    }

    [Fact]
    public async Task Of_two_sessions_that_begin_at_once_the_second_does_when_it_was_written_less_its_time()
    {
        var file = File();
        file.Run(0, 1200);
        foreach (var (end, sport) in new[] { (600, Swimming), (1200, Cycling) })
            file.Add(SessionMessage, UInt32(Timestamp, Time(end)), UInt32(2, Time(0)), UInt32(7, 600_000), Enum(5, sport));
        var results = await ImportAsync(file);
        Assert.Equal([$"{Text(0)} 600", $"{Text(600)} 600"], results.Select(StartAndElapsed));
    }

    [Fact]
    public async Task A_session_that_is_there_twice_is_one() =>
        Assert.Single(await ImportAsync(File().Session(0, 600, 600, 1800).Session(0, 600, 600, 1800)));

    [Fact]
    public async Task A_session_without_its_time_ends_when_it_was_written()
    {
        var file = File().Add(SessionMessage, UInt32(Timestamp, Time(600)), UInt32(2, Time(0)), UInt32(9, 200_000), Enum(5, Running));
        Assert.Equal($"{Text(0)} 600", StartAndElapsed(Assert.Single(await ImportAsync(file))!));
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(-9000.0 * Day)]
    public async Task A_stop_before_the_first_record_stops_nothing(double stop)
    {
        var file = File().Timer(stop, Stop);
        file.Run(0, 300);
        file.Timer(300, Stop).Timer(900, Start);
        file.Run(900, 300, 900);
        var result = Assert.Single(await ImportAsync(file))!;
        Assert.Equal(
            ($"{Text(0)} 1200", 600, 1800, ""),
            (
                StartAndElapsed(result),
                (int)result["activity"]!["movingSeconds"]!,
                (int)result["activity"]!["distanceMeters"]!,
                result.Warnings()
            )
        );
    }

    [Fact]
    public async Task A_start_that_is_missing_is_where_the_records_go_on()
    {
        var file = File();
        file.Run(0, 300);
        file.Timer(300, Stop);
        file.Run(600, 600, 900);
        file.Timer(1200, Stop).Timer(1300, Start);
        file.Run(1300, 100, 2700);
        var activity = Assert.Single(await ImportAsync(file))!["activity"]!;
        Assert.Equal((1000, 3000), ((int)activity["movingSeconds"]!, (int)activity["distanceMeters"]!));
    }

    [Theory]
    [InlineData(600, 9_999_000)]
    [InlineData(1, 10_800)]
    public async Task A_total_that_nobody_can_cover_is_none(int seconds, int meters)
    {
        var result = Assert.Single(await ImportAsync(File().Session(0, seconds, seconds, meters)))!;
        Assert.Null(result["activity"]!["distanceMeters"]);
        Assert.Equal("distance 1", result.Warnings());
    }

    private static string StartAndElapsed(JsonNode? result) => $"{result!["activity"]!["start"]} {result["activity"]!["elapsedSeconds"]}";

    private Task<JsonArray> ImportAsync(FitWriter file) => api.SendAsync(file.ToFile(), MediaType).ResultsAsync();
}
