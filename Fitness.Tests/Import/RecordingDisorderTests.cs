using System.Globalization;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Import.TrackFiles;

namespace Fitness.Tests.Import;

/// <summary>Parts in any order, points that come late, several points of one moment, and points at an end that are nowhere near.</summary>
public sealed class RecordingDisorderTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("4 1 3 2")]
    [InlineData("2 4 1 3")]
    [InlineData("3 1 4 2")]
    [InlineData("4 3 2 1")]
    public async Task Segments_count_whole_in_any_order(string order)
    {
        var segments = new[] { Range(0, 199, 1), Range(200, 399, 1), Range(400, 599, 1), Range(600, 1799, 1) };
        var parts = order.Split(' ').Select(one => Points(segments[int.Parse(one, CultureInfo.InvariantCulture) - 1]));
        await AssertAsync(Gpx("running", string.Join("</trkseg><trkseg>", parts)), 1799, 5388, "");
        var laps = order
            .Split(' ')
            .Select(one => segments[int.Parse(one, CultureInfo.InvariantCulture) - 1])
            .Select(lap => Lap(lap.First(), null, null, Trackpoints(lap, areLocated: false)));
        await AssertAsync(Tcx(laps), 1799, 5397, "");
    }

    /// <summary>At 1 or 3 m/s, every so many points is written so many places late.</summary>
    [Theory]
    [InlineData(1, 20, 15)]
    [InlineData(1, 50, 20)]
    [InlineData(3, 20, 5)]
    [InlineData(1, 12, 1)]
    [InlineData(8, 12, 1)]
    public async Task Points_that_come_late_count_at_their_time(int speed, int every, int places)
    {
        var points = Enumerable.Range(0, 1800).ToList();
        for (var at = every; at + places < points.Count; at += every + places)
        {
            var late = points[at];
            points.RemoveAt(at);
            points.Insert(at + places, late);
        }
        await AssertAsync(Gpx("running", string.Concat(points.Select(second => Point(second, speed * second)))), 1799, speed * 1799, "");
    }

    [Fact]
    public async Task A_block_that_the_device_counted_elsewhere_counts_at_its_time() =>
        await AssertAsync(
            Tcx(
                Lap(0, null, null, Trackpoints([.. Range(0, 999, 1), .. Range(1100, 3599, 1), .. Range(1000, 1099, 1)], areLocated: false))
            ),
            3599,
            10_797,
            ""
        );

    /// <summary>Some devices write what each sensor says as a point of its own.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Points_of_one_moment_complete_each_other(bool isPulseFirst)
    {
        var points = Range(0, 600, 1)
            .Select(second =>
            {
                var pulse = $"<Trackpoint><Time>{Time(second)}</Time><HeartRateBpm><Value>140</Value></HeartRateBpm></Trackpoint>";
                var place = Trackpoints([second]);
                return isPulseFirst ? pulse + place : place + pulse;
            });
        var activity = (await AssertAsync(Tcx(Lap(0, null, null, string.Concat(points))), 600, 1800, ""))!;
        Assert.Equal(140, (int?)activity["averageHeartRate"]);
    }

    [Theory]
    [InlineData(900, 43_200)]
    [InlineData(25_200 + 900, -43_200)]
    public async Task One_wrong_time_does_not_join_two_recordings(int second, int wrong)
    {
        var tracks = new[] { Range(0, 1800), Range(25_200, 27_000) }.Select(track =>
            string.Concat(track.Select(one => one == second ? Point(one + wrong, 3 * one) : Point(one)))
        );
        Assert.Equal([1800, 1800], await ElapsedAsync(Gpx("running", tracks)));
    }

    [Fact]
    public async Task A_clock_that_was_not_yet_set_does_not_join_two_recordings()
    {
        const int In1980 = -1_464_000_000;
        Assert.Equal(
            [1800, 1790],
            await ElapsedAsync(Gpx("running", Points(Range(0, 1800)), Point(In1980, 75_600) + Points(Range(25_210, 27_000))))
        );
    }

    /// <summary>A point far away without a time, or with a wrong one, at an end.</summary>
    [Theory]
    [InlineData("last", null)]
    [InlineData("last", -1_780_000_000)]
    [InlineData("last", 905)]
    [InlineData("first", null)]
    public async Task A_point_without_a_time_at_an_end_is_no_way_to_anywhere(string where, int? second)
    {
        var stray = Point(second, 500_000);
        var track = Points(Range(0, 1800));
        await AssertAsync(Gpx("running", where == "first" ? stray + track : track + stray), 1800, 5400, "time 1, jump 1");
    }

    private async Task<JsonNode?> AssertAsync(string file, int elapsed, double meters, string warnings)
    {
        var result = await api.SendAsync(file).FirstResultAsync();
        var activity = result["activity"]!;
        Assert.Equal((elapsed, warnings), ((int)activity["elapsedSeconds"]!, result.Warnings()));
        Assert.Equal(meters, (double)activity["distanceMeters"]!, 0.004 * meters);
        return activity;
    }

    private async Task<IEnumerable<int>> ElapsedAsync(string file)
    {
        using var response = await api.SendAsync(file);
        return (await response.JsonAsync())["results"]!.AsArray().Select(result => (int)result!["activity"]!["elapsedSeconds"]!);
    }
}
