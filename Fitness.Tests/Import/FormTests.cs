using System.IO.Compression;
using System.Net;
using System.Text;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Import;

/// <summary>A file in a form (<c>multipart/form-data</c>, RFC 7578), as a browser and <c>curl -F</c> send it.</summary>
public sealed class FormTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Open = $"--{Forms.Boundary}\r\n";
    private const string Close = $"\r\n--{Forms.Boundary}--\r\n";
    private const string FileHeader = "Content-Disposition: form-data; name=\"file\"; filename=\"a.gpx\"\r\n";
    private const string File = Open + FileHeader + "\r\n";
    private const string Other = Open + "Content-Disposition: form-data; name=\"other\"\r\n\r\nx";

    public static TheoryData<string, string> Faults =>
        new()
        {
            { "", "cut short" },
            { "garbage", "cut short" },
            { new string('x', 40_000), "cannot be read" },
            { Close, "no file" },
            { Open, "cut short" },
            { File, "cut short" },
            { File + Gpx("cut"), "cut short" },
            { File + Gpx("cut") + "\r\n--" + Forms.Boundary, "cut short" },
            { File + Gpx("two") + "\r\n" + File + Gpx("two") + Close, "one file" },
            { File + Gpx("after") + "\r\n" + Other + Close, "'other'" },
            { Other + "\r\n" + File + Gpx("before") + Close, "'other'" },
            { Other.Replace("other", "timezone", StringComparison.Ordinal) + Close, "query" },
            { Other.Replace("other", new string('o', 500), StringComparison.Ordinal) + Close, "'ooooo" },
            { File.Replace("a.gpx", "", StringComparison.Ordinal) + Close, "no file" },
            { Open + "\r\n" + Gpx("nameless") + Close, "Content-Disposition" },
            { Open + "Content-Disposition: attachment; filename=a\r\n\r\n" + Gpx("attached") + Close, "Content-Disposition" },
            { Open + "Content-Disposition: ;;\r\n\r\n" + Close, "Content-Disposition" },
            { Open + "no header secret-text\r\n\r\n" + Close, "cannot be read" },
            { Open + FileHeader + "X: " + new string('x', 20_000) + "\r\n\r\n" + Close, "cannot be read" },
            { Open + FileHeader + string.Concat(Enumerable.Range(0, 20).Select(n => $"X{n}: 1\r\n")) + "\r\n" + Close, "cannot be read" },
            { File + Gpx("epilogue") + Close + new string('x', 40_000), "cannot be read" },
        };

    [Theory]
    [InlineData("file", "run.gpx")]
    [InlineData("datei", "läufe/1.tcx")]
    [InlineData("", "x")]
    public async Task Its_activity_is_the_one_of_the_file_sent_plainly(string name, string fileName)
    {
        var file = Encoding.UTF8.GetBytes(Gpx($"same {name}"));
        var plain = await api.SendAsync(file).FirstResultAsync();
        foreach (var content in new[] { file, Pack(file) })
        {
            using var form = Forms.Create((name.Length == 0 ? "f" : name, fileName, content));
            using var response = await api.Client.PostAsync(Routes.ActivityImport, form, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal((string?)plain["id"], (string?)(await response.JsonAsync())["results"]![0]!["id"]);
        }
    }

    [Theory]
    [InlineData($"multipart/form-data; boundary=\"{Forms.Boundary}\"")]
    [InlineData($"Multipart/Form-Data; charset=utf-8; boundary={Forms.Boundary}")]
    public async Task The_boundary_may_be_in_quotes(string mediaType)
    {
        using var response = await api.SendFormAsync(File + Gpx(mediaType.Replace("\"", "", StringComparison.Ordinal)) + Close, mediaType);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task What_surrounds_the_part_and_what_it_says_of_its_type_does_not_matter()
    {
        using var response = await api.SendFormAsync(
            "preamble\r\n"
                + Open
                + "content-type: image/png\r\n"
                + FileHeader.Replace("a.gpx", "läufe \\\"1\\\".gpx", StringComparison.Ordinal)
                + "\r\n"
                + Gpx("surrounded")
                + Close
                + "epilogue"
        );
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task The_time_zone_is_a_query_parameter_here_too()
    {
        using var form = Forms.Create(("file", "a.gpx", Encoding.UTF8.GetBytes(Gpx("zone"))));
        using var response = await api.Client.PostAsync(
            $"{Routes.ActivityImport}?duplicates=store&timezone=Asia/Tokyo",
            form,
            TestContext.Current.CancellationToken
        );
        Assert.Equal("2026-06-01T19:00:00+09:00", (string?)(await response.JsonAsync())["results"]![0]!["activity"]!["start"]);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_form_that_is_not_one_file_is_refused_with_what_to_do(string body, string detail)
    {
        using var response = await api.SendFormAsync(body);
        var problem = await response.ProblemAsync(400, "bad-request");
        Assert.Contains(detail, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-text", problem.ToJsonString(), StringComparison.Ordinal);
        Assert.InRange(((string)problem["detail"]!).Length, 20, 300);
        await NothingIsStoredAsync();
    }

    [Theory]
    [InlineData("multipart/form-data", "boundary")]
    [InlineData("multipart/form-data; boundary=", "boundary")]
    [InlineData("multipart/form-data; boundary=\"\"", "boundary")]
    [InlineData("multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890", "70")]
    public async Task Without_a_boundary_of_70_characters_or_less_there_is_no_form(string mediaType, string detail)
    {
        using var response = await api.SendFormAsync(File + Gpx("boundary") + Close, mediaType);
        Assert.Contains(detail, (string)(await response.ProblemAsync(400, "bad-request"))["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_it_that_cannot_be_read_is_422_with_its_own_lines()
    {
        using var response = await api.SendFormAsync(File + "<gpx>\n<trk></gpx>" + Close);
        Assert.Equal(2, (int)(await response.ProblemAsync(422, "unreadable-file"))["line"]!);
    }

    [Theory]
    [InlineData(20 * 1024 * 1024, 422)]
    [InlineData((20 * 1024 * 1024) + (64 * 1024), 413)]
    public async Task It_may_be_as_large_as_a_file_and_a_little_for_what_surrounds_it(int length, int status)
    {
        var file = new byte[length];
        Array.Fill(file, (byte)' ');
        using var form = Forms.Create(("file", "a.gpx", file));
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.ActivityImport) { Content = form };
        // What is announced as too large is refused before it comes.
        request.Headers.ExpectContinue = status == 413;
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        await response.ProblemAsync(status, status == 413 ? "body-too-large" : "unreadable-file");
    }

    private async Task NothingIsStoredAsync()
    {
        using var list = await api.Client.SendAsync(HttpMethod.Get, $"{Routes.Activities}?limit=200");
        Assert.DoesNotContain((await list.JsonAsync())["items"]!.AsArray(), activity =>
            Faults.Any(fault => fault.Data.Item1.Contains($"<name>{activity!["name"]}</name>", StringComparison.Ordinal))
        );
    }

    private static string Gpx(string name) =>
        $"<gpx><trk><name>{name}</name><trkseg><trkpt lat=\"1\" lon=\"1\"><time>2026-06-01T10:00:00Z</time></trkpt></trkseg></trk></gpx>";

    private static byte[] Pack(byte[] file)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(file);
        return packed.ToArray();
    }
}
