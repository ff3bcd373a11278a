using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Import.Fit.FitFiles;
using static Fitness.Tests.Import.Fit.FitValue;

namespace Fitness.Tests.Import.Fit;

/// <summary>Where the heart rates of a FIT file come from: the watch, a strap, an app.</summary>
public sealed class FitHeartRateTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_strap_says_anew_when_its_clock_began()
    {
        var file = Watch();
        Strap(file, 0, 1000, 100).Add(HeartRateMessage, UInt8(6, 110, 255), Of(10, 0x0D, 0xE8, 0xFB, 0xFF));
        Strap(file, 50, 5_000_000, 150);
        await AssertAsync(file.ToFile(), 130, 150);
    }

    [Theory]
    [InlineData("strap, watch")]
    [InlineData("watch, strap")]
    [InlineData("settings, strap, watch, strap")]
    [InlineData("run, strap, watch")]
    public async Task The_heart_rates_of_a_strap_belong_to_the_part_of_their_time(string order)
    {
        var strap = File();
        foreach (var second in TrackFiles.Range(0, 100, 5))
            Strap(strap, second, 7, 130);
        var parts = order
            .Split(", ")
            .SelectMany(part =>
                part switch
                {
                    "strap" => strap.ToFile(),
                    "watch" => Watch().ToFile(),
                    "run" => File().Bare(-9000, UInt32(5, 0)).Bare(-8000, UInt32(5, 1000)).Session(-9000, 1000, 1000, 10).ToFile(),
                    _ => File(2).ToFile(),
                }
            );
        await AssertAsync([.. parts], 130, 130);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task So_do_those_of_a_part_of_records_that_have_nothing_else(bool isFirst, bool isWithoutRecords)
    {
        var watch = (isWithoutRecords ? File().Session(0, 100, 100, 300) : Watch()).ToFile();
        var strap = HeartRates(0, 100).ToFile();
        await AssertAsync(isFirst ? [.. strap, .. watch] : [.. watch, .. strap], 140, 140);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(5000, 2)]
    // Most of it is of another time.
    [InlineData(80, 2)]
    [InlineData(40, 1)]
    public async Task Alone_or_of_another_time_they_are_an_activity(int? second, int activities)
    {
        byte[] file = second is { } begin ? [.. Watch().ToFile(), .. HeartRates(begin, 100).ToFile()] : HeartRates(0, 100).ToFile();
        using var response = await api.SendAsync(file, MediaType);
        var results = (await response.JsonAsync())["results"]!.AsArray();
        Assert.Equal(activities, results.Count);
        Assert.Equal(140, (int)results[^1]!["activity"]!["averageHeartRate"]!);
    }

    [Theory]
    [InlineData(255, 150)]
    [InlineData(120, 120)]
    public async Task The_watchs_own_counts_before_an_apps_where_it_is_one(byte own, int expected)
    {
        var file = File().Describe(7, 0x88, 3);
        foreach (var second in TrackFiles.Range(0, 100, 5))
            file.Record(second, null, UInt8(3, own), Float32(7, 150).OfDeveloper());
        await AssertAsync(file.ToFile(), expected, expected);
    }

    [Theory]
    [InlineData(255, 120, 120)]
    [InlineData(120, 255, 120)]
    [InlineData(120, 130, 120)]
    public async Task Of_a_field_that_is_defined_twice_the_first_value_counts(byte one, byte two, int expected)
    {
        var file = File();
        foreach (var second in TrackFiles.Range(0, 100, 5))
            file.Record(second, null, UInt8(3, one), UInt8(3, two));
        await AssertAsync(file.ToFile(), expected, expected);
    }

    [Theory]
    [InlineData(0x84, 3, 110, 2)]
    // From then on, it is no heart rate.
    [InlineData(0x02, 7, 100, 1)]
    public async Task An_apps_field_is_what_was_said_of_it_last(byte type, byte native, int expectedAverage, int bytes)
    {
        var file = File().Describe(7, 0x02, 3);
        FitValue Rate(byte rate) => Of(7, 0x02, bytes == 1 ? [rate] : [rate, 0]).OfDeveloper();
        foreach (var second in TrackFiles.Range(0, 50, 5))
            file.Record(second, null, Rate(100));
        file.Describe(7, type, native);
        foreach (var second in TrackFiles.Range(50, 95, 5))
            file.Record(second, null, Rate(120));
        var activity = (await ImportAsync(file.ToFile()))["activity"]!;
        Assert.Equal(expectedAverage, (double)activity["averageHeartRate"]!, 3.0);
    }

    private static FitWriter Watch()
    {
        var file = File();
        foreach (var second in TrackFiles.Range(0, 100, 5))
            file.Bare(second, UInt32(5, (uint)(300 * second)));
        return file;
    }

    private static FitWriter HeartRates(int second, int count)
    {
        var file = File();
        foreach (var one in TrackFiles.Range(second, second + count))
            file.Bare(one, UInt8(3, 140));
        return file;
    }

    private static FitWriter Strap(FitWriter file, int second, uint clock, byte rate) =>
        file.Add(HeartRateMessage, UInt32(Timestamp, Time(second)), UInt16(0, 0), UInt8(6, rate), UInt32(9, clock));

    private async Task AssertAsync(byte[] file, int average, int highest)
    {
        using var response = await api.SendAsync(file, MediaType);
        var results = (await response.JsonAsync())["results"]!.AsArray();
        var activity = results[^1]!["activity"]!;
        Assert.Equal((average, highest), ((int?)activity["averageHeartRate"] ?? 0, (int?)activity["maxHeartRate"] ?? 0));
        Assert.DoesNotContain(results, one => one!.Warnings().Length > 0);
    }

    private async Task<JsonNode> ImportAsync(byte[] file) => await api.SendAsync(file, MediaType).FirstResultAsync();
}
