using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Import.TrackFiles;

namespace Fitness.Tests.Import;

/// <summary>Points that are not in the order of time: each counts when and where it was recorded, as far as that can be known.</summary>
public sealed class RecordingOrderTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string First = Points(Range(0, 1800));
    private static readonly string Second = Points(Range(1800, 3600));

    public static TheoryData<string, string, int, double, string> Disordered =>
        new()
        {
            { "tracks", Gpx("running", Second, First), 3600, 10_800, "repeatedPoint 1" },
            { "short tracks", Gpx("running", Points([20, 30]), Points([0, 10])), 30, 60, "" },
            { "segments", Gpx("running", $"{Second}</trkseg><trkseg>{First}"), 3600, 10_800, "repeatedPoint 1" },
            { "points", Gpx("running", Points(Range(0, 3600).Reverse())), 3600, 10_800, "" },
            { "tracks and points", Gpx("running", Points(Range(2000, 3600).Reverse()), Points(Range(0, 1600).Reverse())), 3600, 9600, "" },
            { "three tracks", Gpx("running", Points(Range(0, 600)), Points(Range(1400, 2000)), Points(Range(700, 1300))), 2000, 5400, "" },
            {
                "laps",
                Tcx(Lap(1000, 1000, 3000, Trackpoints(Range(1000, 2000))), Lap(0, 1000, 3000, Trackpoints(Range(0, 1000)))),
                2000,
                6000,
                "repeatedPoint 1"
            },
            { "laps without tracks", Tcx(Lap(1000, 1000, 3000), Lap(0, 1000, 3000)), 2000, 6000, "" },
            // It is longer than the gap from which on tracks are recordings of their own.
            { "long tracks", Gpx("running", Points(Range(7210, 9000)), Points(Range(0, 7200))), 9000, 26_970, "" },
            // A clock that is set back while the device records.
            {
                "clock set back",
                Gpx("running", string.Concat(Range(0, 5, 1).Select(second => Point(725 + second, 3 * second))) + Points(Range(6, 3596))),
                3590,
                10_788,
                "time 5, repeatedPoint 1"
            },
            // Parts that overlap go on from one to the other.
            { "overlap", Gpx("running", Points(Range(0, 100)), Points(Range(50, 200))), 200, 600, "repeatedPoint 6" },
            { "two devices", Gpx("running", Points(Range(0, 100)), Points(Range(55, 205))), 205, 615, "repeatedPoint 5" },
            {
                "two devices, one coarse",
                Gpx("running", Points(Range(0, 600, 30)), Points(Range(0, 600, 1))),
                600,
                1800,
                "repeatedPoint 21"
            },
            { "twice", Gpx("running", Second, First, First), 3600, 10_800, "repeatedPoint 182" },
        };

    [Theory]
    [MemberData(nameof(Disordered))]
    public async Task What_is_written_elsewhere_in_the_file_counts_at_its_time(
        string what,
        string file,
        int elapsed,
        double meters,
        string warnings
    )
    {
        var result = await ImportAsync(file);
        Assert.True(
            elapsed == (int)result["activity"]!["elapsedSeconds"]! && warnings == result.Warnings(),
            $"{what}: {result["activity"]!["elapsedSeconds"]} s, {result.Warnings()}"
        );
        Assert.Equal(meters, (double)result["activity"]!["distanceMeters"]!, 0.002 * meters);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(10_800, true)]
    [InlineData(5400, false)]
    public async Task Tracks_far_from_each_other_are_recordings_in_any_order(int second, bool isFar)
    {
        var file = Gpx("running", Points(Range(second, second + 1800)), Points(Range(10_800 - second, 12_600 - second)));
        using var response = await api.SendAsync(file);
        var results = (await response.JsonAsync())["results"]!.AsArray();
        Assert.Equal(isFar ? [1800, 1800] : [1800], results.Select(result => (int)result!["activity"]!["elapsedSeconds"]!));
    }

    /// <summary>Seconds of the points, which are 3 m apart for each but the last; the elapsed seconds that are right.</summary>
    [Theory]
    [InlineData("0 100 200 300 50@400", 300, 1200, "time 1")]
    // A point that was written late, at its place.
    [InlineData("0 1 2 3 100 161 222 283 344 405 466 527 588 649 50@50", 649, 1947, "")]
    [InlineData("0 100 200 300 400 500 600 150@150 700 800 900 1000", 1000, 3000, "")]
    [InlineData("0 -5000@1 10 20 30", 30, 90, "time 1")]
    [InlineData("0 60 120 180 240 300 360 420 5@480", 420, 1440, "time 1")]
    public async Task A_late_point_does_not_outvote_good_ones(string points, int elapsed, double meters, string warnings)
    {
        var track = points.Split(' ').Select(point => point.Split('@')).Select(point => Point(Number(point[0]), 3 * Number(point[^1])));
        var result = await ImportAsync(Gpx("running", string.Concat(track)));
        Assert.Equal((elapsed, warnings), ((int)result["activity"]!["elapsedSeconds"]!, result.Warnings()));
        Assert.Equal(meters, (double)result["activity"]!["distanceMeters"]!, 5.0);
    }

    /// <summary>Points as second@metres; a dash is a point without a time.</summary>
    [Theory]
    [InlineData("running", "0@0 -@111000 1@3", 3, "time 1, jump 1")]
    [InlineData(null, "0@0 -@111000 1@3", 3, "time 1, jump 1")]
    [InlineData("running", "0@0 1@3 2@6 4000@111000 3@9 4@12", 12, "time 1, jump 1")]
    [InlineData("running", "0@0 1@3 x@111000 2@6 3@9 4@12", 12, "time 1, jump 1")]
    [InlineData("running", "0@0 -@300 -@600 300@900", 900, "time 2")]
    // Of the beginning and the end nobody knows how long they took.
    [InlineData("running", "-@0 -@5000 0@5003 1@5006 -@9000", 9000, "time 3")]
    public async Task A_point_without_a_time_was_between_its_neighbours(string? sport, string points, double meters, string warnings)
    {
        var track = points
            .Split(' ')
            .Select(point => point.Split('@'))
            .Select(point =>
                point[0] == "x"
                    ? Point(0, Number(point[1])).Replace(Time(0), "x", StringComparison.Ordinal)
                    : Point(point[0] == "-" ? null : Number(point[0]), Number(point[1]))
            );
        var result = await ImportAsync(Gpx(sport, string.Concat(track)));
        Assert.Equal(meters, (double)result["activity"]!["distanceMeters"]!, 0.01 * meters);
        Assert.Equal(warnings, result.Warnings());
    }

    [Fact]
    public async Task Times_that_have_no_order_at_all_are_taken_away()
    {
        var random = new Random(1);
        var points = Enumerable.Range(0, 20_000).Select(_ => random.Next(100_000)).ToList();
        var result = await ImportAsync(Gpx("running", Points(points)));
        var warning = result["warnings"]!.AsArray().First(one => (string?)one!["what"] == "time")!;
        Assert.InRange((int)warning["count"]!, 19_000, 19_900);
        Assert.InRange((int)result["activity"]!["elapsedSeconds"]!, 90_000, 100_000);
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private Task<JsonNode> ImportAsync(string file) => api.SendAsync(file).FirstResultAsync();
}
