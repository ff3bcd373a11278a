using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Import;

/// <summary>Faults of receivers, clocks and sensors: what cannot be is left out, and the rest is the activity.</summary>
public sealed class RecordingFaultTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    // Metres of a ten-thousandth of a degree of latitude near the equator, about.
    private const double Step = 11.06;

    /// <summary>Points ten seconds apart, each '.' a step to the north of the one before; a letter is a point 5 km away.</summary>
    [Theory]
    [InlineData("running", "..........", 9, "")]
    [InlineData("running", "....x.....", 9, "jump 1")]
    // A receiver that begins with its last place of yesterday, or that comes out of a tunnel elsewhere.
    [InlineData("running", "x.........", 8, "jump 1")]
    [InlineData("running", "xxx.......", 6, "jump 1")]
    [InlineData("running", "....xyx...", 9, "jump 3")]
    // Nobody says that it is none.
    [InlineData("running", "........x", 7, "jump 1")]
    // In a car, it is none.
    [InlineData(null, "..........", 9, "")]
    public async Task A_jump_that_nobody_can_make_does_not_count(string? sport, string points, int steps, string warnings)
    {
        var track = points.Select((point, index) => Point(10 * index, point == '.' ? index : 500 * (1 + (point - 'x')), null));
        var result = await ImportAsync(Gpx(sport, string.Concat(track)));
        Assert.Equal(steps * Step, (double)result["activity"]!["distanceMeters"]!, 1.5);
        Assert.Equal(warnings, result.Warnings());
    }

    [Fact]
    public async Task A_gap_that_is_long_enough_for_the_way_is_travel()
    {
        var result = await ImportAsync(Gpx("running", Point(0, 0, null) + Point(1000, 500, null) + Point(1010, 501, null)));
        Assert.Equal(501 * Step, (double)result["activity"]!["distanceMeters"]!, 30.0);
        Assert.Equal("", result.Warnings());
    }

    [Fact]
    public async Task Without_times_every_way_but_one_from_no_fix_counts()
    {
        var untimed = Point(null, 0, null) + Point(null, 500, null) + Point(null, 501, null) + "<trkpt lat=\"0\" lon=\"0\"/>";
        var result = await ImportAsync(Gpx("running", untimed + Point(0, 502, null)));
        Assert.Equal(502 * Step, (double)result["activity"]!["distanceMeters"]!, 30.0);
        Assert.Equal("time 4, position 1", result.Warnings());
    }

    /// <summary>Seconds of the points; the elapsed seconds that are right.</summary>
    [Theory]
    [InlineData("0 10 20 30 40", 40, "")]
    // One time, or some, far ahead.
    [InlineData("0 10 90000 30 40 50", 50, "time 1")]
    [InlineData("0 10 90000 90010 40 50", 50, "time 2")]
    [InlineData("0 10 3600 30 40 50", 50, "time 1")]
    // A clock that was not set yet, or was set wrong at the end.
    [InlineData("-900000000 10 20 30 40 50", 40, "time 1")]
    [InlineData("0 10 20 30 40 900000000", 40, "time 1")]
    // A pause is none.
    [InlineData("0 10 20 7200 7210 7220", 7220, "")]
    // Recorded before.
    [InlineData("0 10 20 0 10 20 30", 30, "repeatedPoint 3")]
    [InlineData("0 10 7200 7210 0 10 7200 7210 7220", 7220, "repeatedPoint 4")]
    public async Task Each_moment_counts_once_and_a_wrong_time_for_nothing(string seconds, int elapsed, string warnings)
    {
        var track = seconds
            .Split(' ')
            .Select(second => Point(int.Parse(second, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), 0, null));
        var result = await ImportAsync(Gpx("walking", string.Concat(track)));
        Assert.Equal((elapsed, warnings), ((int)result["activity"]!["elapsedSeconds"]!, result.Warnings()));
    }

    [Theory]
    [InlineData("800 800 0 800 800", 0, "altitude 1")]
    [InlineData("800 800 0 800 803", 3, "altitude 1")]
    // The altimeter is set anew.
    [InlineData("0 0 800 800 803", 3, "altitude 1")]
    [InlineData("800 810 820 830", 30, "")]
    [InlineData("800 x -5000 810", 10, "altitude 2")]
    public async Task An_altitude_that_drops_out_is_no_climb(string altitudes, double gain, string warnings)
    {
        var track = altitudes.Split(' ').Select((altitude, index) => Point(index, 0, altitude));
        var result = await ImportAsync(Gpx("hiking", string.Concat(track)));
        Assert.Equal(gain, (double)result["activity"]!["elevationGainMeters"]!, 0.01);
        Assert.Equal(warnings, result.Warnings());
    }

    /// <summary>A device that counts 3 m a second for 300 seconds; positions, of 2 m a second, only from a second on.</summary>
    [Theory]
    [InlineData(0, 600)]
    [InlineData(200, 900)]
    public async Task The_device_knows_the_distance_where_there_are_no_positions(int from, int meters)
    {
        var points = string.Concat(
            Enumerable
                .Range(0, 31)
                .Select(index => 10 * index)
                .Select(second =>
                    $"<Trackpoint><Time>{Time(second)}</Time>{(second < from ? "" : Invariant($"<Position><LatitudeDegrees>{1 + (second * 2 / Step / 10_000)}</LatitudeDegrees><LongitudeDegrees>1</LongitudeDegrees></Position>"))}<DistanceMeters>{3 * second}</DistanceMeters></Trackpoint>"
                )
        );
        var result = await ImportAsync(
            $"<TrainingCenterDatabase><Activities><Activity Sport=\"Running\"><Lap StartTime=\"{Time(0)}\"><TotalTimeSeconds>300</TotalTimeSeconds><DistanceMeters>900</DistanceMeters><Track>{points}</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
        );
        Assert.Equal(meters, (double)result["activity"]!["distanceMeters"]!, 3.0);
        Assert.Equal(300, (int)result["activity"]!["movingSeconds"]!);
    }

    [Fact]
    public async Task The_points_know_more_than_the_laps_and_a_pause_splits_a_lap()
    {
        static string Trackpoint(int second, int step, int rate) =>
            $"<Trackpoint><Time>{Time(second)}</Time><Position><LatitudeDegrees>{Invariant($"{1 + (step / 10_000.0)}")}</LatitudeDegrees><LongitudeDegrees>1</LongitudeDegrees></Position><HeartRateBpm><Value>{rate}</Value></HeartRateBpm></Trackpoint>";
        var track =
            $"<Track>{Trackpoint(0, 0, 150)}{Trackpoint(60, 10, 150)}</Track><Track>{Trackpoint(300, 60, 150)}{Trackpoint(360, 70, 150)}</Track>";
        var result = await ImportAsync(
            $"<TrainingCenterDatabase><Activities><Activity Sport=\"Running\"><Lap StartTime=\"{Time(0)}\"><TotalTimeSeconds>119</TotalTimeSeconds><AverageHeartRateBpm><Value>100</Value></AverageHeartRateBpm><MaximumHeartRateBpm><Value>110</Value></MaximumHeartRateBpm>{track}</Lap></Activity></Activities></TrainingCenterDatabase>"
        );
        var activity = result["activity"]!;
        Assert.Equal(20 * Step, (double)activity["distanceMeters"]!, 1.0);
        Assert.Equal(
            (360, 120, 150, 150),
            (
                (int)activity["elapsedSeconds"]!,
                (int)activity["movingSeconds"]!,
                (int)activity["averageHeartRate"]!,
                (int)activity["maxHeartRate"]!
            )
        );
    }

    [Theory]
    [InlineData("\uFEFF<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "utf-8")]
    [InlineData("  \n<?xml version=\"1.0\"?>", "utf-8")]
    [InlineData("\uFEFF  <?xml version=\"1.0\"?>", "utf-8")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-16\"?>", "utf-8")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8\"?>", "utf-16")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8\"?>", "utf-16BE")]
    [InlineData("\uFEFF<?xml version=\"1.0\" encoding=\"utf-16\"?>", "utf-16")]
    [InlineData("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", "iso-8859-1")]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "iso-8859-1")]
    [InlineData("", "iso-8859-1")]
    public async Task The_bytes_decide_on_the_encoding(string declaration, string encoding)
    {
        var file =
            declaration
            + Gpx(
                "running",
                Point(0, 0, null),
                $"<name>Frühlauf in Łódź {declaration.Length} {encoding}</name>".Replace(
                    "Łódź",
                    encoding.StartsWith("utf", StringComparison.Ordinal) ? "Łódź" : "Köln",
                    StringComparison.Ordinal
                )
            );
        var result = await api.SendAsync(Encoding.GetEncoding(encoding).GetBytes(file)).FirstResultAsync();
        Assert.StartsWith("Frühlauf in ", (string)result["activity"]!["name"]!, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', (string)result["activity"]!["name"]!);
    }

    [Fact]
    public async Task A_session_of_several_sports_is_several_activities()
    {
        static string Activity(string sport, int second) =>
            $"<Activity Sport=\"{sport}\"><Lap StartTime=\"{Time(second)}\"><TotalTimeSeconds>60</TotalTimeSeconds><Track><Trackpoint><Time>{Time(second)}</Time></Trackpoint></Track></Lap></Activity>";
        using var response = await api.SendAsync(
            Encoding.UTF8.GetBytes(
                $"<TrainingCenterDatabase><Activities><MultiSportSession><Id>{Time(0)}</Id><FirstSport>{Activity("Biking", 0)}</FirstSport><NextSport>{Activity("Running", 100)}</NextSport></MultiSportSession></Activities></TrainingCenterDatabase>"
            )
        );
        Assert.Equal(
            ["cycling", "running"],
            (await response.JsonAsync())["results"]!.AsArray().Select(result => (string)result!["activity"]!["sport"]!)
        );
    }

    [Fact]
    public async Task A_packed_file_is_the_file_and_a_damaged_or_endless_one_is_refused()
    {
        var file = Encoding.UTF8.GetBytes(Gpx("running", Point(0, 0, null) + Point(10, 1, null), "<name>Packed</name>"));
        var plain = await api.SendAsync(file).FirstResultAsync();
        foreach (var encoding in new[] { null, "gzip" })
        {
            using var response = await api.SendAsync(Pack(file), encoding: encoding);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal((string?)plain["id"], (string?)(await response.JsonAsync())["results"]![0]!["id"]);
        }
        using var damaged = await api.SendAsync([.. Pack(file)[..20], .. new byte[20]]);
        Assert.Contains("damaged", (string)(await damaged.ProblemAsync(422, "unreadable-file"))["detail"]!, StringComparison.Ordinal);
        var blanks = string.Concat(Enumerable.Repeat($"<!--{new string(' ', 30_000)}-->", 1000));
        using var endless = await api.SendAsync(Pack(Encoding.UTF8.GetBytes(Gpx("running", blanks))));
        Assert.Contains(
            "larger than 20971520 bytes",
            (string)(await endless.ProblemAsync(422, "unreadable-file"))["detail"]!,
            StringComparison.Ordinal
        );
    }

    private static byte[] Pack(byte[] file)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(file);
        return packed.ToArray();
    }

    private static string Gpx(string? sport, string points, string more = "") =>
        $"<gpx>{$"<trk>{more}{(sport is null ? "" : $"<type>{sport}</type>")}<trkseg>{points}</trkseg></trk>"}</gpx>";

    private static string Point(int? second, int step, string? altitude) =>
        Invariant(
            $"<trkpt lat=\"{1 + (step / 10_000.0)}\" lon=\"1\">{(altitude is null ? "" : $"<ele>{altitude}</ele>")}{(second is { } time ? $"<time>{Time(time)}</time>" : "")}</trkpt>"
        );

    private static string Time(int second) =>
        new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc)
            .AddSeconds(second)
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private Task<JsonNode> ImportAsync(string file) => api.SendAsync(file).FirstResultAsync();
}
