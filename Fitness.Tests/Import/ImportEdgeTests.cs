using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Import;

/// <summary>Files at the limits of the rules: the last that counts, and the first that does not.</summary>
public sealed class ImportEdgeTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Moment = "<time>2026-11-01T06:30:00Z</time>";

    [Theory]
    [InlineData("Running", "running")]
    [InlineData("TRAIL_RUNNING", "trailRunning")]
    [InlineData("Virtual Ride", "indoorCycling")]
    [InlineData("9", "running")]
    [InlineData("99", "other")]
    [InlineData("Paragliding", "other")]
    public async Task A_sport_is_found_by_the_words_of_devices_and_exporters(string type, string sport) =>
        Assert.Equal(sport, (string?)(await ImportAsync(Gpx(Point(), $"<type>{type}</type>")))["sport"]);

    [Fact]
    public async Task The_first_of_several_tracks_has_the_name_the_notes_and_the_sport()
    {
        var track = $"<trk><name>First</name><desc>One</desc><type>?</type><trkseg>{Point()}</trkseg></trk>";
        var other =
            $"<trk><name>Second</name><desc>Two</desc><type>hike</type><trkseg>{Timed(50)}</trkseg></trk><trk><type>run</type></trk>";
        var activity = await ImportAsync($"{OpenGpx}{track}{other}</gpx>");
        Assert.Equal(("First", "One", "hiking"), ((string?)activity["name"], (string?)activity["notes"], (string?)activity["sport"]));
    }

    [Theory]
    [InlineData(200, "", 200, "n")]
    [InlineData(201, "", 200, "…")]
    [InlineData(198, "😀x", 199, "…")]
    [InlineData(197, "😀xy", 200, "…")]
    [InlineData(200, " \n", 200, "n")]
    public async Task A_name_that_is_too_long_is_cut_between_characters(int length, string more, int kept, string end)
    {
        var name = (string)(await ImportAsync(Gpx(Point(), $"<name> {new string('n', length)}{more}</name>")))["name"]!;
        Assert.Equal((kept, end), (name.Length, name[^1..]));
        Assert.DoesNotContain('\uFFFD', name);
    }

    [Fact]
    public async Task A_text_in_several_pieces_is_one_and_a_blank_one_is_none()
    {
        var activity = await ImportAsync(Gpx(Point(), "<name>A<![CDATA[ & ]]>B<!-- c --><?d e?>C&lt;</name><desc> \n </desc>"));
        Assert.Equal(("A & BC<", null), ((string?)activity["name"], (string?)activity["notes"]));
    }

    [Theory]
    [InlineData("2026-11-01T06:30:00", "2026-11-01T06:30:00+00:00")]
    [InlineData(" 2026-11-01T06:30:00.25+02:00\n", "2026-11-01T04:30:00.25+00:00")]
    public async Task A_time_is_taken_with_its_offset_or_as_UTC(string time, string start) =>
        Assert.Equal(start, (string?)(await ImportAsync(Gpx($"<trkpt lat=\"0\" lon=\"0\"><time>{time}</time></trkpt>")))["start"]);

    [Fact]
    public async Task An_offset_with_seconds_is_rounded_to_the_minute()
    {
        var file = Gpx("<trkpt lat=\"0\" lon=\"0\"><time>1971-01-01T12:00:00Z</time></trkpt>");
        Assert.Equal("1971-01-01T11:16:00-00:44", (string?)(await ImportAsync(file, "Africa/Monrovia"))["start"]);
    }

    [Fact]
    public async Task A_point_that_is_not_later_was_recorded_before()
    {
        var activity = await ImportAsync(Gpx(Timed(0) + Timed(50) + Timed(50) + Timed(20) + Timed(90) + "<trkpt lat=\"1\" lon=\"1\"/>"));
        Assert.Equal(("2026-11-01T06:30:00+00:00", 90), ((string?)activity["start"], (int)activity["elapsedSeconds"]!));
        Assert.Null(activity["name"]);
    }

    [Theory]
    [InlineData("0:0 10:5", 10)]
    [InlineData("0:0 10:4.9", 0)]
    // At a second each, speed is measured over five of them, and over what is left at the end.
    [InlineData("0:0 1:9 2:9 3:9 4:9 5:9 6:9 7:9 8:9 9:9 10:9", 5)]
    [InlineData("0:0 4:0 5:2.4 9:2.4 10:9", 5)]
    [InlineData("0:0 5:9 8:12", 8)]
    [InlineData("0:0", null)]
    public async Task Whoever_covers_half_a_metre_a_second_moves(string points, int? moving)
    {
        var track = string.Concat(
            points
                .Split(' ')
                .Select(point => point.Split(':'))
                .Select(point =>
                    $"<Trackpoint><Time>2026-11-01T06:30:{point[0].PadLeft(2, '0')}Z</Time><DistanceMeters>{point[1]}</DistanceMeters></Trackpoint>"
                )
        );
        Assert.Equal(moving, (int?)(await ImportAsync(Tcx($"<Track>{track}</Track>")))["movingSeconds"]);
    }

    [Theory]
    [InlineData("100 103", 3)]
    [InlineData("100 102.9", 0)]
    [InlineData("100 99 102", 3)]
    [InlineData("100 110 107.1 112", 12)]
    [InlineData("100 110 107 112", 15)]
    [InlineData("100 110 107 109 106 109", 13)]
    [InlineData("100 102 104 106", 6)]
    [InlineData("100 90", 0)]
    public async Task A_rise_of_three_metres_counts_and_less_is_noise(string altitudes, double gain)
    {
        var points = altitudes.Split(' ').Select((altitude, index) => Timed(10 * index, $"<ele>{altitude}</ele>"));
        Assert.Equal(gain, (double)(await ImportAsync(Gpx(string.Concat(points))))["elevationGainMeters"]!, 0.01);
    }

    [Theory]
    // A value holds until the next, for a minute at most.
    [InlineData("0:100 30:160 60:160", 130, 160)]
    [InlineData("0:100 120:160 180:160", 130, 160)]
    [InlineData("0:20 10:20", 20, 20)]
    // Only some points have one.
    [InlineData("0:100 10: 20: 30:160 40:160", 115, 160)]
    // What is no pulse says that there is none.
    [InlineData("0:100 10:301 20:19 30:0 40:160 50:160", 130, 160)]
    [InlineData("0:100 10:255 20:x 30:160 40:160", 130, 160)]
    // The same moment again.
    [InlineData("0:100 0:101", 100, 100)]
    public async Task The_mean_heart_rate_is_over_time_where_the_pulse_was_there(string points, int average, int highest)
    {
        var track = points
            .Split(' ')
            .Select(point => point.Split(':'))
            .Select(point =>
                Timed(
                    int.Parse(point[0], CultureInfo.InvariantCulture),
                    point[1].Length == 0 ? "" : $"<extensions><TrackPointExtension><hr>{point[1]}</hr></TrackPointExtension></extensions>"
                )
            );
        var activity = await ImportAsync(Gpx(string.Concat(track)));
        Assert.Equal((average, highest), ((int)activity["averageHeartRate"]!, (int)activity["maxHeartRate"]!));
    }

    [Fact]
    public async Task Without_points_the_laps_say_everything()
    {
        const string first =
            "<TotalTimeSeconds>100</TotalTimeSeconds><DistanceMeters>300.04</DistanceMeters><Calories>10</Calories><AverageHeartRateBpm><Value>120</Value></AverageHeartRateBpm><MaximumHeartRateBpm><Value>170</Value></MaximumHeartRateBpm><Extensions><LX><Steps>100</Steps></LX></Extensions>";
        const string second =
            "<TotalTimeSeconds>300</TotalTimeSeconds><DistanceMeters>900.02</DistanceMeters><Calories>20</Calories><AverageHeartRateBpm><Value>140</Value></AverageHeartRateBpm><MaximumHeartRateBpm><Value>165</Value></MaximumHeartRateBpm><Extensions><LX><Steps>250</Steps></LX></Extensions>";
        // Neither without a pulse nor without a duration does a lap have a share in the mean.
        const string third = "<TotalTimeSeconds>50</TotalTimeSeconds>";
        const string fourth = "<TotalTimeSeconds>0</TotalTimeSeconds><AverageHeartRateBpm><Value>200</Value></AverageHeartRateBpm>";
        const string fifth = "<AverageHeartRateBpm><Value>200</Value></AverageHeartRateBpm>";
        var activity = await ImportAsync(Tcx(first, second, third, fourth, fifth));
        Assert.Equal(
            ("2026-11-01T06:30:00+00:00", 450, 450, 1200.1m, 30m, 350, 135, 170),
            (
                (string?)activity["start"],
                (int)activity["elapsedSeconds"]!,
                (int)activity["movingSeconds"]!,
                (decimal)activity["distanceMeters"]!,
                (decimal)activity["energyKilocalories"]!,
                (int)activity["steps"]!,
                (int)activity["averageHeartRate"]!,
                (int)activity["maxHeartRate"]!
            )
        );
        var empty = await ImportAsync(Tcx(""));
        foreach (
            var measure in new[] { "movingSeconds", "distanceMeters", "energyKilocalories", "steps", "averageHeartRate", "maxHeartRate" }
        )
            Assert.Null(empty[measure]);
        Assert.Equal(0, (int)empty["elapsedSeconds"]!);
    }

    [Theory]
    // The lap begins at 06:30:00.
    [InlineData("06:30:10", "06:30:40", 20, "06:30:00", 40)]
    [InlineData("06:29:50", "06:30:40", 20, "06:29:50", 50)]
    [InlineData("06:30:10", "06:30:40", 70, "06:30:00", 70)]
    public async Task An_activity_is_as_long_as_its_laps_and_its_points(string from, string to, int timer, string start, int elapsed)
    {
        var points = string.Concat(new[] { from, to }.Select(time => $"<Trackpoint><Time>2026-11-01T{time}Z</Time></Trackpoint>"));
        var activity = await ImportAsync(Tcx($"<TotalTimeSeconds>{timer}</TotalTimeSeconds><Track>{points}</Track>"));
        Assert.Equal(
            ($"2026-11-01T{start}+00:00", elapsed, timer),
            ((string?)activity["start"], (int)activity["elapsedSeconds"]!, (int)activity["movingSeconds"]!)
        );
    }

    [Fact]
    public async Task What_a_course_or_a_workout_plans_is_not_counted()
    {
        const string lap = "<Lap StartTime=\"2020-01-01T00:00:00Z\"><TotalTimeSeconds>999</TotalTimeSeconds><Calories>999</Calories></Lap>";
        var plan =
            $"<Courses><Course><Notes>Plan</Notes>{lap}<Track><Trackpoint><Time>2020-01-01T00:00:00Z</Time></Trackpoint></Track></Course></Courses>";
        var activity = await ImportAsync(
            Tcx("<TotalTimeSeconds>60</TotalTimeSeconds>")
                .Replace("<Activities>", plan + "<Activities>", StringComparison.Ordinal)
                .Replace("</Activities>", "</Activities>" + plan, StringComparison.Ordinal)
        );
        Assert.Equal(("2026-11-01T06:30:00+00:00", 60), ((string?)activity["start"], (int)activity["elapsedSeconds"]!));
        Assert.Null(activity["energyKilocalories"]);
        Assert.Null(activity["notes"]);
    }

    public static TheoryData<string, string> Refused =>
        new()
        {
            {
                $"<gpx>{string.Concat(Enumerable.Range(0, 100).Select(day => $"<trk><trkseg><trkpt lat=\"1\" lon=\"1\"><time>{new DateTime(2026, 1, 1).AddDays(day):yyyy-MM-dd}T10:00:00Z</time></trkpt></trkseg></trk>"))}</gpx>",
                "The file has 100 recordings; at most 99 are taken at once."
            },
            // Of which nothing sensible is left: what was wrong first.
            { Gpx($"<trkpt lat=\"1\" lon=\"1\"><time>{new string('1', 61)}</time></trkpt>"), $"'{new string('1', 60)}…'" },
            { Gpx($"<trkpt lat=\"1\" lon=\"1\"><time>{new string('1', 60)}</time></trkpt>"), $"'{new string('1', 60)}'" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_makes_no_sense_is_named(string file, string detail)
    {
        using var response = await api.SendAsync(file);
        Assert.Contains(detail, (string)(await response.ProblemAsync(422, "unreadable-file"))["detail"]!, StringComparison.Ordinal);
    }

    public static TheoryData<string> AtTheLimits =>
        new()
        {
            // 32 elements inside each other, the root among them; 64 attributes; 32,768 characters in one piece or two; a name of 512.
            $"{OpenGpx}<trk><trkseg>{Point()}</trkseg></trk>{Repeat("<a>", 31)}{Repeat("</a>", 31)}</gpx>",
            // A point inside another.
            $"{OpenGpx}<trk><trkseg><trkpt lat=\"1\" lon=\"1\">{Moment}<trkseg>{Point()}</trkseg></trkpt></trkseg></trk></gpx>",
            Gpx(Point(), $"<a {string.Join(' ', Enumerable.Range(0, 64).Select(number => $"a{number}=\"\""))}/>"),
            Gpx(Point(), $"<a b=\"{new string('x', 32_768)}\">{new string('x', 32_768)}</a>"),
            Gpx(Point(), $"<a>{new string('x', 30_000)}<![CDATA[{new string('x', 2_768)}]]></a>"),
            Gpx(Point(), $"<{new string('a', 512)}/>"),
            Gpx(
                $"<trkpt lat=\"-90\" lon=\"-180\"><ele>-1000</ele></trkpt></trkseg><trkseg><trkpt lat=\"90\" lon=\"180\"><ele>100000</ele></trkpt></trkseg><trkseg>{Point()}"
            ),
            Tcx([.. Enumerable.Repeat("", 10_000)]),
        };

    [Theory]
    [MemberData(nameof(AtTheLimits))]
    public async Task A_file_at_a_limit_is_taken(string file) => await ImportAsync(file);

    [Theory]
    [InlineData(2_769)]
    [InlineData(32_768)]
    public async Task A_text_that_is_too_long_only_as_a_whole_is_refused(int second)
    {
        using var response = await api.SendAsync(Gpx(Point(), $"<a>{new string('x', 30_000)}<![CDATA[{new string('x', second)}]]></a>"));
        Assert.Contains(
            "longer than 32768 characters",
            (string)(await response.ProblemAsync(422, "unreadable-file"))["detail"]!,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Application/GPX+XML")]
    [InlineData("application/xml; charset=utf-8")]
    public async Task The_media_type_matters_not_its_case_nor_its_parameters(string mediaType)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Gpx(Point(), $"<name>{mediaType}</name>")));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        using var response = await api.Client.PostAsync(
            $"{Routes.ActivityImport}?duplicates=store",
            content,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private const string OpenGpx = "<gpx xmlns=\"http://www.topografix.com/GPX/1/1\">";
    private const string OpenTcx = "<TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\">";

    private static string Gpx(string points, string track = "") => $"{OpenGpx}<trk>{track}<trkseg>{points}</trkseg></trk></gpx>";

    private static string Tcx(params string[] laps) =>
        $"{OpenTcx}<Activities><Activity Sport=\"Running\">{string.Concat(laps.Select(lap => $"<Lap StartTime=\"2026-11-01T06:30:00Z\">{lap}</Lap>"))}</Activity></Activities></TrainingCenterDatabase>";

    private static string Point() => $"<trkpt lat=\"0\" lon=\"0\">{Moment}</trkpt>";

    private static string Timed(int second, string more = "") =>
        $"<trkpt lat=\"0\" lon=\"0\"><time>2026-11-01T06:{30 + (second / 60)}:{second % 60:00}Z</time>{more}</trkpt>";

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private async Task<JsonObject> ImportAsync(string file, string? timezone = null) =>
        (await api.SendAsync(file, timezone: timezone).FirstResultAsync())["activity"]!.AsObject();
}
