using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Import;

/// <summary>Hand-made files, whose totals follow from how they were made.</summary>
public sealed class ImportTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Gpx = Imports.Gpx;
    private const string Tcx = Imports.Tcx;
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 6, 30, 0, TimeSpan.Zero);

    // Metres per degree of longitude on the equator: the WGS 84 radius times pi/180.
    private const double DegreeMeters = 6378137 * Math.PI / 180;

    [Fact]
    public async Task A_walk_along_the_equator_has_the_length_that_it_was_made_with()
    {
        // 600 s at 3 m/s, 120 s at rest, 300 s at 3 m/s; a hill of 40 m with half a metre of noise.
        var points = Enumerable
            .Range(0, 1021)
            .Select(second =>
            {
                var meters = 3.0 * (Math.Min(second, 600) + Math.Max(0, second - 720));
                var altitude =
                    100
                    + (
                        second <= 300 ? 40.0 * second / 300
                        : second <= 600 ? 40.0 * (600 - second) / 300
                        : 0
                    )
                    + (second % 2 * 0.5);
                return Point(second, meters, altitude, second <= 720 ? 140 : 160);
            });
        var activity = await ImportAsync(
            GpxFile("<name>Along the equator</name><type>running</type>", Segment(points)),
            Gpx,
            "Europe/Berlin",
            HttpStatusCode.Created
        );
        Assert.Equal(
            ("running", "Along the equator", "2026-11-01T07:30:00+01:00", 1020, "Watch"),
            (
                (string)activity["sport"]!,
                (string)activity["name"]!,
                (string)activity["start"]!,
                (int)activity["elapsedSeconds"]!,
                (string)activity["device"]!
            )
        );
        Assert.Equal(2700, (double)activity["distanceMeters"]!, 0.1);
        Assert.InRange((int)activity["movingSeconds"]!, 895, 910);
        Assert.Equal(40, (double)activity["elevationGainMeters"]!, 1.0);
        // 720 of 1,020 s at 140, the rest at 160.
        Assert.Equal((146, 160), ((int)activity["averageHeartRate"]!, (int)activity["maxHeartRate"]!));
        Assert.Equal("device", (string)activity["source"]!);
    }

    [Fact]
    public async Task Between_segments_only_time_passes()
    {
        var file = GpxFile("", Segment([Point(0, 0), Point(100, 300)]) + Segment([Point(500, 5300), Point(600, 5600)]));
        var activity = await ImportAsync(file, Gpx, null, HttpStatusCode.Created);
        Assert.Equal((600, 200, "other"), ((int)activity["elapsedSeconds"]!, (int)activity["movingSeconds"]!, (string)activity["sport"]!));
        Assert.Equal(600, (double)activity["distanceMeters"]!, 0.1);
        Assert.Null(activity["elevationGainMeters"]);
        Assert.Null(activity["averageHeartRate"]);
    }

    [Fact]
    public async Task A_tcx_file_has_laps_pauses_and_what_the_device_counted()
    {
        var file = $"""
            <?xml version="1.0"?>
            <TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">
            <Activities><Activity Sport="Biking"><Id>2026-11-01T06:30:00Z</Id>
            <Lap StartTime="2026-11-01T06:30:00Z"><TotalTimeSeconds>200</TotalTimeSeconds><DistanceMeters>999</DistanceMeters><Calories>40</Calories>
              <Track>{Trackpoint(0, 0, 120)}{Trackpoint(100, 500, 120)}</Track><Track>{Trackpoint(400, 500, 120)}{Trackpoint(
                500,
                1000,
                120
            )}</Track></Lap>
            <Lap StartTime="2026-11-01T06:38:20Z"><TotalTimeSeconds>100</TotalTimeSeconds><DistanceMeters>999</DistanceMeters><Calories>20</Calories>
              <Track>{Trackpoint(600, 1500, 150)}</Track></Lap>
            <Notes>Along the equator</Notes><Creator><Name>Edge</Name></Creator></Activity></Activities></TrainingCenterDatabase>
            """;
        var activity = await ImportAsync(file, Tcx, null, HttpStatusCode.Created);
        Assert.Equal(
            ("cycling", 600, 300, 60m, "Edge", "Along the equator"),
            (
                (string)activity["sport"]!,
                (int)activity["elapsedSeconds"]!,
                (int)activity["movingSeconds"]!,
                (decimal)activity["energyKilocalories"]!,
                (string)activity["device"]!,
                (string)activity["notes"]!
            )
        );
        Assert.Equal(1500, (double)activity["distanceMeters"]!, 0.1);
        Assert.Equal(150, (int)activity["maxHeartRate"]!);
    }

    [Fact]
    public async Task A_treadmills_file_without_positions_has_the_distance_that_it_counted()
    {
        const string file = """
            <TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">
            <Activities><Activity Sport="Running"><Id>2026-11-01T06:30:00Z</Id><Lap StartTime="2026-11-01T06:30:00Z"><TotalTimeSeconds>60</TotalTimeSeconds><DistanceMeters>150</DistanceMeters><Calories>0</Calories>
            <AverageHeartRateBpm><Value>131</Value></AverageHeartRateBpm><MaximumHeartRateBpm><Value>139</Value></MaximumHeartRateBpm>
            <Track><Trackpoint><Time>2026-11-01T06:30:00Z</Time><DistanceMeters>0</DistanceMeters><HeartRateBpm><Value>0</Value></HeartRateBpm></Trackpoint><Trackpoint><Time>2026-11-01T06:31:00Z</Time><DistanceMeters>149.6</DistanceMeters></Trackpoint></Track>
            <Extensions><LX xmlns="http://www.garmin.com/xmlschemas/ActivityExtension/v2"><Steps>88</Steps></LX></Extensions></Lap></Activity></Activities></TrainingCenterDatabase>
            """;
        var activity = await ImportAsync(file, Tcx, null, HttpStatusCode.Created);
        Assert.Equal(
            (60, 60, 150m, 88, 131, 139),
            (
                (int)activity["elapsedSeconds"]!,
                (int)activity["movingSeconds"]!,
                (decimal)activity["distanceMeters"]!,
                (int)activity["steps"]!,
                (int)activity["averageHeartRate"]!,
                (int)activity["maxHeartRate"]!
            )
        );
        Assert.Null(activity["energyKilocalories"]);
    }

    [Theory]
    [InlineData("Asia/Kathmandu", "2026-11-01T12:15:00+05:45")]
    [InlineData("America/New_York", "2026-11-01T01:30:00-05:00")]
    [InlineData("Etc/GMT+12", "2026-10-31T18:30:00-12:00")]
    [InlineData(null, "2026-11-01T06:30:00+00:00")]
    public async Task The_offset_is_that_of_the_time_zone_at_the_start(string? timezone, string start)
    {
        var file = GpxFile($"<name>{timezone}</name>", Segment([Point(0, 0), Point(100, 300)]));
        Assert.Equal(start, (string?)(await ImportAsync(file, Gpx, timezone, HttpStatusCode.Created))["start"]);
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_not_even_what_was_edited_since()
    {
        var file = GpxFile("<name>Twice</name>", Segment([Point(0, 0), Point(100, 300)]));
        var first = await ImportAsync(file, Gpx, null, HttpStatusCode.Created);
        var again = await ImportAsync(file, "text/xml", "Europe/Berlin", HttpStatusCode.OK);
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        using var patched = await api.Client.PatchAsync((string)first["id"]!, """{"name":"Renamed"}""", ("If-Match", "*"));
        Assert.Equal("Renamed", (string?)(await ImportAsync(file, Gpx, null, HttpStatusCode.OK))["name"]);
        var other = await ImportAsync(file + "\n", Gpx, null, HttpStatusCode.Created);
        Assert.NotEqual((string?)first["id"], (string?)other["id"]);
    }

    [Fact]
    public async Task An_import_costs_three_requests_and_a_repeated_one_one()
    {
        var file = GpxFile("<name>Counted</name>", Segment([Point(0, 0), Point(100, 300)]));
        Assert.Equal(["BatchGetItem", "Query", "TransactWriteItems"], await StorageRequests.OfAsync(api, () => api.SendAsync(file, Gpx)));
        Assert.Equal(["BatchGetItem"], await StorageRequests.OfAsync(api, () => api.SendAsync(file, Gpx)));
    }

    [Fact]
    public async Task Comments_blanks_and_long_texts_within_the_limits_are_no_matter()
    {
        var file = GpxFile(
            $"<!--{new string('x', 30_000)}--><desc>{new string('€', 30_000)}</desc>{string.Concat(Enumerable.Repeat("<!--a--> \n<?b c?>", 100_000))}",
            Segment([Point(0, 0), Point(100, 300)])
        );
        Assert.Equal(300, (double)(await ImportAsync(file, Gpx, null, HttpStatusCode.Created))["distanceMeters"]!, 0.1);
    }

    [Fact]
    public async Task A_file_without_times_or_with_impossible_totals_is_422()
    {
        using (var routes = await api.SendAsync(GpxFile("", "<trkseg><trkpt lat=\"1\" lon=\"1\"/></trkseg>"), Gpx))
            Assert.Contains(
                "no track point has a time",
                (string)(await routes.ProblemAsync(422, "unreadable-file"))["detail"]!,
                StringComparison.Ordinal
            );
        using (
            var unset = await api.SendAsync(
                GpxFile("", "<trkseg><trkpt lat=\"1\" lon=\"1\"><time>0001-01-01T00:00:00Z</time></trkpt></trkseg>"),
                Gpx,
                "America/New_York"
            )
        )
            Assert.Contains("0001-01-01", (string)(await unset.ProblemAsync(422, "unreadable-file"))["detail"]!, StringComparison.Ordinal);
        using var year = await api.SendAsync(GpxFile("", Segment([Point(0, 0), Point(365 * 86400, 300)])), Gpx);
        Assert.True((await year.ProblemAsync(422, "unreadable-file"))["errors"]!.AsObject().ContainsKey("elapsedSeconds"));
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("posix/Europe/Berlin")]
    [InlineData("")]
    public async Task An_unknown_time_zone_is_named(string timezone)
    {
        using var response = await api.SendAsync(GpxFile("", Segment([Point(0, 0), Point(100, 300)])), Gpx, timezone);
        Assert.True((await response.ProblemAsync(400, "invalid-request"))["errors"]!.AsObject().ContainsKey("timezone"));
    }

    [Fact]
    public async Task Another_media_type_is_415_and_names_those_that_are_taken()
    {
        using var response = await api.SendAsync("{}", "application/json");
        Assert.Contains(Gpx, (string)(await response.ProblemAsync(415, "unsupported-media-type"))["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_20_MB_is_read_and_a_larger_one_is_413()
    {
        const int limit = 20 * 1024 * 1024;
        var points = Segment(Enumerable.Range(0, 20_000).Select(second => Point(second, 3.0 * second, 100, 140)));
        // Blanks after every point, as of a file that is indented: to make more points takes longer than to read them.
        var file = GpxFile("<name>Long</name>", points.Replace("</trkpt>", $"</trkpt>{new string(' ', 800)}", StringComparison.Ordinal));
        Assert.InRange(Encoding.UTF8.GetByteCount(file), 15_000_000, limit);
        Assert.Equal(59_997, (double)(await ImportAsync(file, Gpx, null, HttpStatusCode.Created))["distanceMeters"]!, 1.0);
        // It is refused by its declared length, before it is sent: without ExpectContinue, the result would be a race.
        using var content = Content(file + new string(' ', limit), Gpx);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/activities/import")
        {
            Content = content,
            Headers = { ExpectContinue = true },
        };
        using var client = new HttpClient(
            new ContractHandler { InnerHandler = new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan } }
        )
        {
            BaseAddress = api.Client.BaseAddress,
        };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Contains(
            $"{limit} bytes",
            (string)(await response.ProblemAsync(413, "body-too-large"))["detail"]!,
            StringComparison.Ordinal
        );
    }

    private static string GpxFile(string track, string segments) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <gpx version="1.1" creator="Watch" xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
            <trk>{track}{segments}</trk></gpx>
            """;

    private static string Segment(IEnumerable<string> points) => $"<trkseg>\n{string.Join('\n', points)}</trkseg>";

    private static string Point(int second, double meters, double? altitude = null, int? heartRate = null) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<trkpt lat=\"0\" lon=\"{Longitude(meters):R}\">{(altitude is { } height ? $"<ele>{height}</ele>" : "")}<time>{Time(second)}</time>{(heartRate is { } rate ? $"<extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>{rate}</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions>" : "")}</trkpt>"
        );

    private static string Trackpoint(int second, double meters, int heartRate) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<Trackpoint><Time>{Time(second)}</Time><Position><LatitudeDegrees>0</LatitudeDegrees><LongitudeDegrees>{Longitude(meters):R}</LongitudeDegrees></Position><HeartRateBpm><Value>{heartRate}</Value></HeartRateBpm></Trackpoint>"
        );

    // Not from 0/0 on, which is no fix.
    private static double Longitude(double meters) => 10 + (meters / DegreeMeters);

    private static string Time(int second) => Start.AddSeconds(second).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static StringContent Content(string file, string mediaType) => new(file, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));

    private async Task<JsonObject> ImportAsync(string file, string mediaType, string? timezone, HttpStatusCode status)
    {
        var result = await api.SendAsync(file, mediaType, timezone).FirstResultAsync();
        Assert.Equal((int)status, (int)result["status"]!);
        return result["activity"]!.AsObject();
    }
}
