using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Import.Fit.FitFiles;
using static Fitness.Tests.Import.Fit.FitValue;

namespace Fitness.Tests.Import.Fit;

/// <summary>FIT files, as the watches write them: what of them becomes which activity.</summary>
public sealed class FitTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] Fields =
    [
        "sport",
        "start",
        "elapsedSeconds",
        "movingSeconds",
        "distanceMeters",
        "elevationGainMeters",
        "energyKilocalories",
        "steps",
        "averageHeartRate",
        "maxHeartRate",
        "source",
        "device",
        "name",
    ];

    [Fact]
    public async Task An_activity_is_what_the_device_says_of_its_session()
    {
        var file = File()
            .Timer(0, Start)
            // By these it would be another distance, duration, climb and pulse.
            .Record(0, 0, UInt8(3, 100), UInt16(2, 5 * 600))
            .Record(10, 190, UInt8(3, 200), UInt16(2, 5 * 620))
            .Session(
                -5,
                2000.4,
                1800.2,
                5012.34,
                more: [UInt16(11, 321), UInt8(16, 141), UInt8(17, 171), UInt16(22, 33), UInt32(10, 2400), UInt32(59, 1700_000)]
            );
        var result = await ImportAsync(file.ToFile());
        var activity = result["activity"]!;
        Assert.Equal(
            "running|" + Text(-5) + "|2000|1700|5012.3|33|321|4800|141|171|device|Garmin|",
            string.Join('|', Fields.Select(field => activity[field]?.ToString() ?? ""))
        );
        Assert.Equal("", result.Warnings());
    }

    [Fact]
    public async Task What_the_session_does_not_say_the_records_do()
    {
        var file = File()
            .Record(0, 0, UInt8(3, 120), UInt16(2, 5 * 600))
            .Record(100, 300, UInt8(3, 160), UInt16(2, 5 * 620))
            .Record(200, 600, UInt8(3, 160), UInt16(2, 5 * 620))
            .Session(0, null);
        var activity = (await ImportAsync(file.ToFile()))["activity"]!;
        Assert.Equal(
            (200, 200, 20, 160),
            (
                (int)activity["elapsedSeconds"]!,
                (int)activity["movingSeconds"]!,
                (int)activity["elevationGainMeters"]!,
                (int)activity["maxHeartRate"]!
            )
        );
        Assert.Equal(600, (double)activity["distanceMeters"]!, 2.0);
    }

    [Theory]
    [InlineData(1, 0, "running")]
    [InlineData(1, 1, "treadmillRunning")]
    [InlineData(1, 3, "trailRunning")]
    [InlineData(1, 58, "treadmillRunning")]
    [InlineData(2, 58, "indoorCycling")]
    [InlineData(2, 46, "gravelCycling")]
    [InlineData(4, 15, "elliptical")]
    [InlineData(10, 20, "strengthTraining")]
    [InlineData(5, 17, "swimming")]
    [InlineData(5, 18, "openWaterSwimming")]
    [InlineData(0, 43, "yoga")]
    [InlineData(37, 0, "standUpPaddleboarding")]
    [InlineData(53, 53, "other")]
    // A sub-sport that is not known, or of another sport, leaves the sport as it is.
    [InlineData(2, 200, "cycling")]
    [InlineData(2, 255, "cycling")]
    [InlineData(2, 3, "cycling")]
    [InlineData(200, 0, "other")]
    [InlineData(255, 255, "other")]
    public async Task Its_sport_is_that_of_the_session(byte sport, byte subSport, string expected) =>
        Assert.Equal(
            expected,
            (string?)(await ImportAsync(File().Session(0, 60 + sport, 60, 100, sport, subSport).ToFile()))["activity"]!["sport"]
        );

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("application/vnd.ant.fit; v=1")]
    [InlineData("application/xml")]
    public async Task The_bytes_decide_that_it_is_one(string mediaType)
    {
        var file = File().Session(0, 60 + mediaType.Length, 60, 100).ToFile();
        var id = (string?)(await ImportAsync(file))["id"];
        Assert.Equal(id, (string?)(await api.SendAsync(file, mediaType).FirstResultAsync())["id"]);
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(id, (string?)(await api.SendAsync(packed.ToArray(), mediaType, encoding: "gzip").FirstResultAsync())["id"]);
        Assert.Equal(id, (string?)(await api.SendAsync(packed.ToArray(), "application/gzip").FirstResultAsync())["id"]);
        using var form = Forms.Create(("file", "1.fit", file));
        using var response = await api.Client.PostAsync(Routes.ActivityImport, form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(id, (string?)(await response.JsonAsync())["results"]![0]!["id"]);
    }

    [Theory]
    [InlineData(MediaType)]
    [InlineData("application/octet-stream")]
    public async Task Or_that_it_is_another(string mediaType)
    {
        var gpx = TrackFiles.Gpx("running", TrackFiles.Points([0, 10]) + $"<!--{mediaType}-->");
        Assert.Equal("running", (string?)(await api.SendAsync(gpx, mediaType).FirstResultAsync())["activity"]!["sport"]);
        using var response = await api.SendAsync("no recording", mediaType);
        var detail = (string)(await response.ProblemAsync(422, "unreadable-file"))["detail"]!;
        Assert.Contains("neither GPX nor TCX nor FIT", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_sports_are_an_activity_each_and_the_ways_between_them_none()
    {
        var file = File()
            .Records(TrackFiles.Range(0, 100))
            .Timer(100, Stop)
            .Session(0, 100, 100, null, Swimming, 18)
            .Records(TrackFiles.Range(110, 190))
            .Session(101, 99, 99, null, Transition)
            .Records(TrackFiles.Range(210, 400))
            .Session(200, 200, 190, null, Cycling)
            .Records(TrackFiles.Range(410, 500))
            .Session(401, 100, 100, null);
        using var response = await api.SendAsync(file.ToFile(), MediaType);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var results = (await response.JsonAsync())["results"]!.AsArray();
        Assert.Equal(
            $"openWaterSwimming {Text(0)} 100 -1, cycling {Text(200)} 200 -2, running {Text(401)} 100 -3",
            string.Join(
                ", ",
                results.Select(one =>
                    $"{one!["activity"]!["sport"]} {one["activity"]!["start"]} {one["activity"]!["elapsedSeconds"]} {((string)one["id"]!)[^2..]}"
                )
            )
        );
        // The device counts on from one to the next.
        Assert.Equal([300, 570, 270], results.Select(one => Math.Round((double)one!["activity"]!["distanceMeters"]! / 30) * 30));
    }

    [Fact]
    public async Task A_file_that_is_several_one_after_the_other_has_all_their_activities()
    {
        byte[] file =
        [
            .. File().Session(0, 100, 100, 300).ToFile(),
            .. File(9).Add(30, UInt32(Timestamp, Time(0))).ToFile(),
            .. File().Session(5000, 200, 200, 600, Cycling).ToFile(12),
        ];
        using var response = await api.SendAsync(file, MediaType);
        Assert.Equal(
            ["running", "cycling"],
            (await response.JsonAsync())["results"]!.AsArray().Select(one => (string?)one!["activity"]!["sport"])
        );
        using var again = await api.SendAsync(file, MediaType);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_heart_rates_of_a_strap_that_follow_belong_to_the_swim_before(bool isValid)
    {
        var swim = File()
            .Bare(0, UInt32(5, 0))
            .Bare(10, UInt32(5, 1000))
            .Bare(20, UInt32(5, 2000))
            .Session(0, 20, 20, 20, Swimming)
            .ToFile();
        // At 0, 2, 4 and 7 seconds: the lowest twelve bits run over in between, and of a field without a value nothing is counted.
        var strap = File()
            .Add(HeartRateMessage, UInt32(Timestamp, Time(0)), UInt16(0, 0), UInt8(6, 120), UInt32(9, 10_000))
            .Add(HeartRateMessage, UInt8(6, 255, 255), Of(10, 0x0D, 0xFF, 0xFF, 0xFF))
            .Add(HeartRateMessage, UInt8(6, (byte)(isValid ? 130 : 255), 140), Packed(10_000 + 2048, 10_000 + 4096))
            .Add(HeartRateMessage, UInt8(6, 150, 255), Packed(10_000 + 7168, 10_000 + 7200))
            .ToFile();
        using var response = await api.SendAsync([.. swim, .. strap], MediaType);
        var result = Assert.Single((await response.JsonAsync())["results"]!.AsArray())!;
        Assert.Equal(("swimming", ""), ((string?)result["activity"]!["sport"], result.Warnings()));
        // At 0 seconds 120, at 10 and 20 the last one.
        Assert.Equal((135, 150), ((int)result["activity"]!["averageHeartRate"]!, (int)result["activity"]!["maxHeartRate"]!));

        static FitValue Packed(int one, int two) =>
            Of(10, 0x0D, (byte)one, (byte)(((one >> 8) & 0x0F) | ((two & 0x0F) << 4)), (byte)(two >> 4));
    }

    [Theory]
    [InlineData(2, "settings")]
    [InlineData(5, "workout")]
    [InlineData(6, "course")]
    [InlineData(32, "monitoring")]
    [InlineData(77, "77")]
    public async Task What_is_no_activity_is_refused_with_what_it_is(byte type, string name)
    {
        using var response = await api.SendAsync(File(type).Records([0, 10, 20]).ToFile(), MediaType);
        Assert.Contains(
            $"no activity. Its FIT file type is '{name}'",
            (string)(await response.ProblemAsync(422, "unreadable-file"))["detail"]!,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(2 * 3600, null, "2026-06-01T12:00:00+02:00")]
    [InlineData((5 * 3600) + (45 * 60) + 4, "Asia/Tokyo", "2026-06-01T15:45:00+05:45")]
    [InlineData(-10 * 3600, null, "2026-06-01T00:00:00-10:00")]
    // Nobody's clock is so far off.
    [InlineData(15 * 3600, "Asia/Tokyo", "2026-06-01T19:00:00+09:00")]
    [InlineData(null, "Asia/Tokyo", "2026-06-01T19:00:00+09:00")]
    public async Task The_local_time_is_the_devices_or_that_of_the_time_zone(int? offset, string? timezone, string start)
    {
        var file = File()
            .Session(0, 100, 100, 300)
            .Add(ActivityMessage, UInt32(Timestamp, Time(200)), UInt32(5, offset is { } seconds ? Time(200 + seconds) : uint.MaxValue));
        Assert.Equal(start, (string?)(await api.SendAsync(file.ToFile(), MediaType, timezone).FirstResultAsync())["activity"]!["start"]);
    }

    [Theory]
    // What XML has no character for is a blank here as well, and what is not UTF-8 is Latin 1.
    [InlineData("57 61 07 74 63 68 1B 5B 7F 0A", "Wa tch [")]
    [InlineData("41 EF BF BE 42 EF BF BF 43", "A B C")]
    [InlineData("46 C3 A9 6E 69 78 20 E9 FF 28", "Fénix éÿ(")]
    [InlineData("F0 9F 98 80 20 E2 80 AE 79", "\U0001F600 \u202Ey")]
    [InlineData("58 00 59", "X")]
    // Nothing is left, so that it is the maker's name.
    [InlineData("09 07 20 0A", "Garmin")]
    [InlineData("00 59", "Garmin")]
    public async Task The_device_is_a_text_in_one_line(string bytes, string device)
    {
        var name = Of(8, 0x07, Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)));
        var file = new FitWriter().Add(FileId, Enum(0, 4), UInt16(1, 1), name).Session(100 * bytes.Length, 60, 60, 100 + bytes.Length);
        Assert.Equal(device, (string?)(await ImportAsync(file.ToFile()))["activity"]!["device"]);
    }

    [Fact]
    public async Task What_a_file_without_an_activity_lacks_is_said()
    {
        using var response = await api.SendAsync(File().ToFile(), MediaType);
        var problem = await response.ProblemAsync(422, "unreadable-file");
        Assert.Contains("neither a session nor a record", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    private async Task<JsonNode> ImportAsync(byte[] file) => await api.SendAsync(file, MediaType).FirstResultAsync();
}
