using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Import.TrackFiles;

namespace Fitness.Tests.Import;

/// <summary>Files whose points are only a part of what was recorded, whose altimeter settles, or of which nothing is left.</summary>
public sealed class RecordingTotalTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    public static TheoryData<string, int, double, int> Partial =>
        new()
        {
            { Tcx(Lap(0, 100, 300), Lap(100, 100, 300, Trackpoints([100, 200]))), 200, 600, 200 },
            { Tcx(Lap(0, 1000, 3000, Trackpoints(Range(0, 1000))), Lap(1000, 1000, 3000)), 2000, 6000, 2000 },
            { Tcx(Lap(0, 2000, 6000, Trackpoints(Range(0, 10, 1)))), 2000, 6000, 2000 },
            { Tcx(Lap(0, 464, 3189, Trackpoints([0, 13, 26], areLocated: false))), 464, 3189, 464 },
            // Who rests at the edge of a pool has laps without a distance.
            {
                Tcx(
                    "<Lap StartTime=\"2026-06-01T10:00:00Z\"><TotalTimeSeconds>300</TotalTimeSeconds><DistanceMeters>100</DistanceMeters><Track>"
                        + string.Concat(
                            new[] { (0, "0"), (50, ""), (100, "50"), (200, "50"), (250, ""), (300, "100") }.Select(point =>
                                $"<Trackpoint><Time>{Time(point.Item1)}</Time>{(point.Item2.Length == 0 ? "" : $"<DistanceMeters>{point.Item2}</DistanceMeters>")}</Trackpoint>"
                            )
                        )
                        + "</Track></Lap>"
                ),
                300,
                100,
                200
            },
            // Where the points cover all, or the laps repeat the whole, the positions have it.
            { Tcx(Lap(0, 1000, 2900, Trackpoints(Range(0, 1000)))), 1000, 3000, 1000 },
            { Tcx(Lap(0, 1000, 3100, Trackpoints(Range(0, 1000))), Lap(0, 1000, 3100), Lap(0, 1000, 3100)), 3000, 3000, 1000 },
            { Tcx(Lap(0, 1000, null, Trackpoints(Range(0, 100)))), 1000, 300, 100 },
        };

    [Theory]
    [MemberData(nameof(Partial))]
    public async Task The_laps_know_what_their_points_do_not(string file, int elapsed, double meters, int moving)
    {
        var activity = await ImportAsync(file);
        Assert.Equal((elapsed, moving), ((int)activity["elapsedSeconds"]!, (int)activity["movingSeconds"]!));
        Assert.Equal(meters, (double)activity["distanceMeters"]!, 3.0);
    }

    [Theory]
    // A second apart.
    [InlineData("running", "1257 1913 2032 2144 2201 2229 2243 2250 2254 2256 2257 2257 2257 2258 2258", 1, 0.0, "altitude 4")]
    [InlineData("crossCountrySkiing", "100 130 150 170 180 190 195 200 203 206 208 209 210 210 211", 1, 0.0, "altitude 1")]
    [InlineData("hiking", "800 825 800", 1, 25.0, "")]
    // Ten seconds apart: what can be climbed is climbed.
    [InlineData("running", "100 110 120 130 140 150 160 170 180 190 200", 10, 100.0, "")]
    [InlineData("alpineSkiing", "100 200 300 400 500", 10, 400.0, "")]
    [InlineData("running", "100 100 100 100 100 190 190 200 210", 10, 20.0, "altitude 1")]
    [InlineData("openWaterSwimming", "-20 5 -20 5 -20 5", 1, null, "")]
    [InlineData("rowing", "0 5 0 5 0 5", 10, null, "")]
    public async Task A_rise_that_nobody_can_climb_is_the_altimeters(
        string sport,
        string altitudes,
        int seconds,
        double? gain,
        string warnings
    )
    {
        var points = altitudes
            .Split(' ')
            .Select((altitude, at) => Point(seconds * at, 0, double.Parse(altitude, System.Globalization.CultureInfo.InvariantCulture)));
        var result = await api.SendAsync(Gpx(sport, string.Concat(points))).FirstResultAsync();
        Assert.Equal(gain, (double?)result["activity"]!["elevationGainMeters"]);
        Assert.Equal(warnings, result.Warnings());
    }

    public static TheoryData<string, string> Empty =>
        new()
        {
            { Tcx(Lap(0, null, null) + "<Lap/><Lap/>"), "'StartTime' is ''" },
            { Gpx("running", Points([7, 7, 7])), "2026-06-01T10:00:07.0000000Z was recorded before" },
            { Gpx("running", Point(7) + Point(7).Replace(Time(7), "soon", StringComparison.Ordinal)), "'time' is 'soon'" },
            { Tcx($"<Lap StartTime=\"{Time(0)}\"><TotalTimeSeconds>long</TotalTimeSeconds></Lap>"), "'TotalTimeSeconds' is 'long'" },
            // Of what is too long, from when to when, and what to do.
            {
                Gpx("running", Points([0, 40 * 86_400])),
                "from 2026-06-01T10:00:00.0000000+00:00 to 2026-07-11T10:00:00.0000000+00:00; an activity lasts 31 days at most. Split"
            },
            {
                Gpx("running", string.Concat(Enumerable.Repeat("<trkpt/>", 250_001)) + Point(0)),
                "The file has 250002 track points; at most 250000"
            },
            {
                Tcx([.. Enumerable.Repeat("</Activity><Activity>" + string.Concat(Enumerable.Repeat("<Lap/>", 2501)), 4)]),
                "more than 10000 laps"
            },
        };

    [Theory]
    [MemberData(nameof(Empty))]
    public async Task What_cannot_be_an_activity_is_refused_with_the_reason(string file, string detail)
    {
        using var response = await api.SendAsync(file);
        Assert.Contains(detail, (string)(await response.ProblemAsync(422, "unreadable-file"))["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beside_a_recording_that_is_one_nothing_is_something()
    {
        using var response = await api.SendAsync(Gpx("running", Points([7, 7, 7]), Points([20_000, 20_100])));
        Assert.Equal(
            [0, 100],
            (await response.JsonAsync())["results"]!.AsArray().Select(result => (int)result!["activity"]!["elapsedSeconds"]!)
        );
    }

    [Theory]
    [InlineData("2026-06-01T24:00:00Z", "2026-06-02T00:00:00+00:00")]
    [InlineData("2026-06-01T24:00:00.000+02:00", "2026-06-01T22:00:00+00:00")]
    [InlineData("2026-06-01T10:00:00.123456789Z", "2026-06-01T10:00:00.1234567+00:00")]
    [InlineData("2026-06-01T10:00:00.5-05:30", "2026-06-01T15:30:00.5+00:00")]
    [InlineData("2026-06-01T10:00:00", "2026-06-01T10:00:00+00:00")]
    [InlineData("2024-02-29T23:59:59Z", "2024-02-29T23:59:59+00:00")]
    public async Task A_time_is_read_in_every_form_of_XML(string time, string start) =>
        Assert.Equal(
            start,
            (string?)(await ImportAsync(Gpx("running", Point(0).Replace(Time(0), time, StringComparison.Ordinal))))["start"]
        );

    [Theory]
    [InlineData("2026-06-01T24:00:01Z")]
    [InlineData("2026-06-01T24:00:00.5Z")]
    [InlineData("9999-12-31T24:00:00Z")]
    [InlineData("0001-01-01T00:00:00+10:00")]
    [InlineData("2026-02-29T10:00:00Z")]
    [InlineData("2026-06-01T10:00:60Z")]
    [InlineData("2026-06-01T10:00:00+15:00")]
    [InlineData("10:00:00Z")]
    [InlineData(".")]
    public async Task Other_times_are_none(string time)
    {
        var result = await api.SendAsync(
                Gpx("running", Points([0, 10]) + Point(1).Replace(Time(1), time, StringComparison.Ordinal) + Points([20]))
            )
            .FirstResultAsync();
        Assert.Equal(("time 1", 20), (result.Warnings(), (int)result["activity"]!["elapsedSeconds"]!));
    }

    private async Task<JsonNode> ImportAsync(string file) => (await api.SendAsync(file).FirstResultAsync())["activity"]!;
}
