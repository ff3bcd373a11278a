using Fitness.Tests.Hosting;
using static Fitness.Tests.Import.Fit.FitFiles;
using static Fitness.Tests.Import.Fit.FitValue;

namespace Fitness.Tests.Import.Fit;

/// <summary>Damaged FIT files: what can be read counts, and what is left out is a warning.</summary>
public sealed class FitDamageTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const byte Undefined = 0x0D;

    private static int seconds = 1000;

    [Theory]
    // The checksum of the whole says that all of it is there.
    [InlineData(-1, true, "running", "fileEnd 1")]
    [InlineData(-10, true, "running", "fileEnd 1")]
    [InlineData(-200, true, "running", "fileEnd 1")]
    // Without it, it ends where it says.
    [InlineData(-1, false, "other", "fileEnd 1")]
    [InlineData(-10, false, "other", "fileEnd 1")]
    [InlineData(10, true, "running", "")]
    [InlineData(10, false, "running", "fileEnd 1")]
    [InlineData(100_000, true, "running", "")]
    public async Task A_size_that_is_wrong_loses_no_more_than_what_is_behind_it(
        int difference,
        bool hasChecksum,
        string sport,
        string warnings
    )
    {
        foreach (var isFollowed in new[] { false, true })
        {
            var run = Records().Session(0, seconds, seconds, 300);
            var file = run.ToFile(size: run.Length + difference);
            if (!hasChecksum)
                file[^1] ^= 1;
            await AssertAsync(isFollowed ? [.. file, .. Ride()] : file, isFollowed ? [sport, "cycling"] : [sport], warnings);
        }
    }

    [Theory]
    [InlineData(12, false)]
    [InlineData(12, true)]
    [InlineData(14, false)]
    [InlineData(14, true)]
    public async Task An_unfinished_part_ends_where_the_next_begins(int headerBytes, bool hasChecksum)
    {
        var file = Records().Session(0, seconds, seconds, 300).ToFile(headerBytes, size: 0);
        await AssertAsync(
            [.. hasChecksum ? file : file[..^2], .. Ride(headerBytes)],
            ["running", "cycling"],
            hasChecksum ? "" : "fileEnd 1"
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(150)]
    public async Task A_part_that_is_cut_short_does_not_lose_the_next(int missing)
    {
        var file = Records().Session(0, seconds, seconds, 300).ToFile();
        await AssertAsync([.. file[..^missing], .. Ride()], [missing == 1 ? "running" : "other", "cycling"], "fileEnd 1");
    }

    [Theory]
    [InlineData("message", false)]
    [InlineData("message", true)]
    [InlineData("message of an unfinished part", true)]
    [InlineData("byte order", false)]
    [InlineData("byte order", true)]
    [InlineData("number", true)]
    public async Task What_cannot_be_followed_ends_its_part_only(string fault, bool isFollowed)
    {
        var file = Records();
        byte[] damage = fault switch
        {
            "byte order" => [0x41, 0, 7, RecordMessage, 0, 1, 3, 1, 2],
            "number" => [0x41, 0, 0, 0xFF, 0xFF, 1, 3, 1, 2],
            _ => [Undefined],
        };
        var bytes = file.AddBytes(damage)
            .Session(0, 7000, 7000, 300)
            .ToFile(size: fault.EndsWith("unfinished part", StringComparison.Ordinal) ? 0 : null);
        await AssertAsync(isFollowed ? [.. bytes, .. Ride()] : bytes, isFollowed ? ["other", "cycling"] : ["other"], "fileEnd 1");
    }

    [Fact]
    public async Task Where_nothing_can_be_read_the_byte_is_said()
    {
        var file = File();
        var offset = 14 + file.Length;
        using var response = await api.SendAsync(file.AddBytes(0x41, 0, 7, RecordMessage, 0, 1, 3, 1, 2).Record(0).ToFile(), MediaType);
        var problem = await response.ProblemAsync(422, "unreadable-file");
        Assert.Equal(
            ($"A definition has a byte order or a message that there is not. Byte {offset}.", offset),
            ((string?)problem["detail"], (int)problem["offset"]!)
        );
    }

    [Theory]
    [InlineData(1, 14)]
    [InlineData(7, 12)]
    [InlineData(512, 14)]
    [InlineData(200_000, 12)]
    public async Task Between_two_parts_there_may_be_anything(int bytes, int headerBytes) =>
        await AssertAsync(
            [.. Records().Session(0, seconds, seconds, 300).ToFile(), .. new byte[bytes], .. Ride(headerBytes)],
            ["running", "cycling"],
            "fileEnd 1"
        );

    [Fact]
    public async Task What_only_looks_like_a_part_is_none()
    {
        var name = Text(200, "\u000E .FIT   .FIT");
        await AssertAsync(
            Records()
                .Bare(seconds + 1, name, Of(201, 0x0D, [14, 0x20, 0, 0, 0, 0, 0, 0, .. ".FIT"u8, 1, 2]))
                .Session(0, seconds, seconds, 300)
                .ToFile(),
            ["running"],
            ""
        );
    }

    [Fact]
    public async Task Of_several_messages_that_say_what_a_part_is_the_first_counts()
    {
        var file = Records().Session(0, seconds, seconds, 300).Add(FileId, Enum(0, 6)).ToFile();
        await AssertAsync([.. file, .. Ride()], ["running", "cycling"], "");
    }

    // Each test has its own times, that none is a duplicate of another.
    private static FitWriter Records()
    {
        seconds++;
        var file = File();
        for (var second = 0; second < 10; second++)
            file.Record(second, null, UInt8(3, 120));
        return file.Record(seconds);
    }

    private static byte[] Ride(int headerBytes = 14) =>
        File().Session(50_000 + seconds, 200, 200, 600 + seconds, Cycling).ToFile(headerBytes);

    private async Task AssertAsync(byte[] file, string[] sports, string warnings)
    {
        using var response = await api.SendAsync(file, MediaType);
        var body = await response.JsonAsync();
        Assert.True(response.IsSuccessStatusCode, body.ToString());
        var results = body["results"]!.AsArray();
        Assert.Equal(sports, results.Select(one => (string?)one!["activity"]!["sport"]));
        // Who has lost something is told so, and nobody else.
        Assert.Equal([warnings, .. sports[1..].Select(_ => "")], results.Select(one => one!.Warnings()));
    }
}
