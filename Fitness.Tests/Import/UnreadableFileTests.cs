using Fitness.Tests.Hosting;

namespace Fitness.Tests.Import;

/// <summary>Files that are no well-formed GPX or TCX, or too much of it: refused, with line and column.</summary>
public sealed class UnreadableFileTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    public static TheoryData<string, int, int, string> Broken =>
        new()
        {
            { "<html>\n<trk>\n</html>", 1, 2, "neither GPX nor TCX" },
            { "<gpx xmlns=\"http://www.topografix.com/GPX/1/1\">\n <trk>\n </gpx>", 3, 4, "trk" },
            { "<!DOCTYPE gpx [<!ENTITY a \"b\">]>\n<gpx/>", 1, 1, "document type declaration" },
            { "<gpx xmlns=\"http://www.topografix.com/GPX/1/1\">\n&undefined;</gpx>", 2, 2, "undefined" },
            {
                "<TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\"><Courses><Course><Lap><TotalTimeSeconds>10</TotalTimeSeconds></Lap><Track><Trackpoint><Time>2026-11-01T06:30:00Z</Time></Trackpoint></Track></Course></Courses></TrainingCenterDatabase>",
                1,
                0,
                "no activity"
            },
            { "<gpx xmlns=\"http://www.topografix.com/GPX/1/1\">" + string.Concat(Enumerable.Repeat("<a>", 100)), 1, 142, "nested" },
        };

    private const string OpenGpx = "<gpx xmlns=\"http://www.topografix.com/GPX/1/1\">";
    private const string OpenTcx =
        "<TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\"><Activities><Activity>\n";
    private const string OpenLap = "<Lap StartTime=\"2026-11-01T06:30:00Z\">";

    public static TheoryData<string, int, int, string> Misplaced =>
        new()
        {
            { OpenTcx + "<Extensions><LX><Steps>88</Steps></LX></Extensions>", 2, 18, "'Lap'" },
            { OpenTcx + "<AverageHeartRateBpm><Value>131</Value></AverageHeartRateBpm>", 2, 23, "'Lap'" },
            { OpenTcx + "<MaximumHeartRateBpm><Value>131</Value></MaximumHeartRateBpm>", 2, 23, "'Lap'" },
            { OpenTcx + OpenLap + "</Lap><Extensions><LX><Steps>88</Steps></LX></Extensions>", 2, 62, "'Lap'" },
            { OpenTcx + "<Notes><Lap><TotalTimeSeconds>1</TotalTimeSeconds></Lap></Notes>", 2, 9, "'Lap'" },
            { OpenTcx + OpenLap + "<Lap/>", 2, 40, "'Lap'" },
            { OpenTcx + OpenLap + "<Activity>" + OpenLap, 2, 50, "'Lap'" },
        };

    public static TheoryData<string, int, int, string> TooMuch =>
        new()
        {
            { OpenGpx + "\n<a b=\"" + new string('x', 70_000) + "\"/>", 2, 4, "longer than 32768 characters" },
            { OpenGpx + "\n<a b=\"" + new string('x', 2_000_000) + "\"/>", 2, 2, "longer than 32768 characters" },
            { OpenGpx + "\n<a b='" + new string('>', 2_000_000) + "'/>", 2, 2, "longer than 32768 characters" },
            { OpenGpx + "\n<" + new string('a', 600) + "/>", 2, 2, "longer than 512 characters" },
            { OpenGpx + "\n<" + new string('a', 2_000_000), 2, 2, "longer than 32768 characters" },
            { OpenGpx + "\n<a xmlns:b=\"" + new string('x', 600) + "\"/>", 2, 2, "longer than 512 characters" },
            { OpenGpx + "\n<a>" + new string('x', 70_000) + "</a>", 2, 4, "longer than 32768 characters" },
            { OpenGpx + "\n<a>" + new string('x', 2_000_000) + "</a>", 2, 4, "longer than 32768 characters" },
            { OpenGpx + "\n<a><![CDATA[" + new string('<', 2_000_000) + "]]></a>", 2, 13, "longer than 32768 characters" },
            { OpenGpx + "\n<a><!--" + new string('<', 2_000_000) + "--></a>", 2, 8, "longer than 32768 characters" },
            { OpenGpx + "\n<a><?b " + new string('<', 2_000_000) + "?></a>", 2, 6, "longer than 32768 characters" },
            {
                OpenGpx + "\n<a" + string.Concat(Enumerable.Range(0, 65).Select(number => $" a{number}=\"\"")) + "/>",
                2,
                2,
                "more than 64 attributes"
            },
            {
                OpenGpx + "\n" + string.Concat(Enumerable.Range(1000, 1001).Select(number => $"<a{number}/>")),
                2,
                0,
                "more than 1000 different names"
            },
            {
                OpenTcx + string.Concat(Enumerable.Repeat("<Lap StartTime=\"2026-11-01T06:30:00Z\"/>\n", 10_001)),
                10_002,
                2,
                "more than 10000 laps"
            },
            { "<?xml version=\"1.0\" encoding=\"utf-7\"?>" + OpenGpx, 1, 0, "encoding" },
        };

    /// <summary>Beginnings of files, and what is said of them: it is about the file, not about the parser's settings and classes.</summary>
    public static TheoryData<string, string> Malformed =>
        new()
        {
            { "<!DOCTYPE gpx><gpx/>", "document type declaration" },
            { "<gpx><!DOCTYPE gpx></gpx>", "document type declaration" },
            { "<gpx/><!DOCTYPE gpx>", "document type declaration" },
            { "<gpx><dtd></gpx>", "'dtd'" },
            { "<gpx><For-security-reasons-DTD></gpx>", "'For-security-reasons-DTD'" },
            { "<gpx><a b=\"1\" b=\"2\"/></gpx>", "'b'" },
            { "<gpx><a b=1/></gpx>", "'1'" },
            { "<gpx><<a/></gpx>", "'<'" },
            { "<gpx><a:b:c/></gpx>", "':'" },
            { "<gpx>&#0;</gpx>", "0x00" },
            { "<gpx>&#xFFFFFFFFFF;</gpx>", "" },
            { "<gpx>]]></gpx>", "']]>'" },
            { "<gpx>\u0001</gpx>", "0x01" },
            { "<gpx><!-- a -- b --></gpx>", "comment" },
            { "<gpx><![CDATA[", "end of file" },
            { "<gpx><a", "end of file" },
            { "<gpx xmlns:xml=\"a\"/>", "xml" },
            { "<gpx xml:space=\"a\"/>", "xml:space" },
            { "<gpx xmlns:a=\"\"/>", "" },
            { "<gpx/><gpx/>", "root" },
            { "<gpx/>x", "root level" },
            { "<?xml version=\"1.1\"?><gpx/>", "1.1" },
            { "<?xml version=\"1.0\" encoding=\"x\"?><gpx/>", "encoding" },
            { "<?xml version=\"1.0\" standalone=\"maybe\"?><gpx/>", "" },
            { "<?xml version=\"1.0\" encoding=\"utf-8\" x=\"1\"?><gpx/>", "" },
            { "<gpx><?xml version=\"1.0\"?></gpx>", "XML declaration" },
            { "<gpx>&" + new string('e', 400) + ";</gpx>", "…" },
            { "<gpx>" + string.Concat(Enumerable.Range(0, 30).Select(n => $"<{new string('n', 400)}{n}>")), "…" },
        };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_is_said_of_a_malformed_file_is_about_the_file_and_short(string file, string detail)
    {
        using var response = await api.SendAsync(file, Imports.Gpx);
        var said = (string)(await response.ProblemAsync(422, "unreadable-file"))["detail"]!;
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        Assert.Contains(detail, said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(
            "XmlReader|Settings|DtdProcessing|MaxCharacters|System\\.|Exception|byte order mark|security",
            said.Replace("For-security", "", StringComparison.Ordinal)
        );
        Assert.Matches(@"Line \d+, position \d+\.$", said);
        Assert.InRange(said.Length, 20, 300);
    }

    [Theory]
    [MemberData(nameof(Misplaced))]
    [MemberData(nameof(TooMuch))]
    public async Task A_file_with_something_misplaced_or_too_much_of_anything_is_422_with_line_and_column(
        string file,
        int line,
        int column,
        string detail
    )
    {
        using var response = await api.SendAsync(file, Imports.Tcx);
        var problem = await response.ProblemAsync(422, "unreadable-file");
        Assert.Contains(detail, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal((line, column == 0 ? (int)problem["column"]! : column), ((int)problem["line"]!, (int)problem["column"]!));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("no xml", "neither GPX nor TCX nor FIT: it does not begin as one of them does")]
    [InlineData("PK\u0003\u0004\u0014", "is a ZIP archive. Unpack it")]
    public async Task What_is_no_recording_at_all_is_422_without_a_place(string file, string detail)
    {
        using var response = await api.SendAsync(file, Imports.Gpx);
        var problem = await response.ProblemAsync(422, "unreadable-file");
        Assert.Contains(detail, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Null(problem["line"]);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_file_is_422_with_line_and_column(string file, int line, int column, string detail)
    {
        using var response = await api.SendAsync(file, Imports.Gpx);
        var problem = await response.ProblemAsync(422, "unreadable-file");
        // If something is missing from the whole file, the position is its end.
        Assert.Equal((line, column == 0 ? file.Length + 1 : column), ((int)problem["line"]!, (int)problem["column"]!));
        Assert.Contains(detail, (string)problem["detail"]!, StringComparison.Ordinal);
    }
}
