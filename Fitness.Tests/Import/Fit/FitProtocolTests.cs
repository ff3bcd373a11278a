using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Import.Fit.FitFiles;
using static Fitness.Tests.Import.Fit.FitValue;

namespace Fitness.Tests.Import.Fit;

/// <summary>The ways in which FIT files can be written, the unusual and the damaged ones included.</summary>
public sealed class FitProtocolTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData(12)]
    [InlineData(14)]
    [InlineData(20)]
    public async Task The_header_has_the_length_that_it_says(int bytes)
    {
        var result = await ImportAsync(Run(bytes).ToFile(bytes));
        Assert.Equal((300, ""), ((int)result["activity"]!["distanceMeters"]!, result.Warnings()));
    }

    [Theory]
    [InlineData("none", "")]
    [InlineData("header zero", "")]
    [InlineData("header", "checksum 1")]
    [InlineData("file", "checksum 1")]
    [InlineData("both", "checksum 2")]
    public async Task A_checksum_that_does_not_fit_is_a_warning(string wrong, string warnings)
    {
        var file = Run(30 + wrong.Length).ToFile()[..^2];
        if (wrong is "header zero")
            (file[12], file[13]) = (0, 0);
        if (wrong is "header" or "both")
            file[12] ^= 1;
        file = FitWriter.WithChecksum(file);
        if (wrong is "file" or "both")
            file[^1] ^= 1;
        var result = await ImportAsync(file);
        Assert.Equal((300, warnings), ((int)result["activity"]!["distanceMeters"]!, result.Warnings()));
    }

    [Theory]
    // Until a device has finished a file, the header says zero.
    [InlineData(0, 0, "")]
    [InlineData(0, 2, "fileEnd 1")]
    [InlineData(0, 40, "fileEnd 1")]
    [InlineData(100_000, 0, "")]
    [InlineData(100_000, 1, "fileEnd 1")]
    [InlineData(100_000, 2, "fileEnd 1")]
    [InlineData(100_000, 40, "fileEnd 1")]
    [InlineData(null, 1, "fileEnd 1")]
    [InlineData(null, 2, "fileEnd 1")]
    [InlineData(null, 3, "fileEnd 1")]
    [InlineData(null, 40, "fileEnd 1")]
    public async Task Of_a_file_that_is_cut_short_there_is_what_is_there(int? size, int missing, string warnings)
    {
        var whole = File().Records(TrackFiles.Range(0, 1000)).ToFile(size: size);
        var result = await ImportAsync(whole[..^missing]);
        Assert.Equal(warnings, result.Warnings());
        Assert.InRange((int)result["activity"]!["elapsedSeconds"]!, missing <= 2 ? 1000 : 970, missing <= 2 ? 1000 : 990);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(50)]
    public async Task What_follows_a_file_and_is_none_is_left_out(int bytes)
    {
        var result = await ImportAsync([.. Run(60 + bytes).ToFile(), .. new byte[bytes]]);
        Assert.Equal((300, bytes == 0 ? "" : "fileEnd 1"), ((int)result["activity"]!["distanceMeters"]!, result.Warnings()));
    }

    [Fact]
    public async Task An_unfinished_file_ends_where_nothing_more_was_written()
    {
        var file = File().Records(TrackFiles.Range(0, 500)).AddBytes([.. Enumerable.Repeat((byte)0xEE, 100)]).ToFile(size: 0);
        var result = await ImportAsync(file);
        Assert.Equal((500, "fileEnd 1"), ((int)result["activity"]!["elapsedSeconds"]!, result.Warnings()));
    }

    [Theory]
    [InlineData("undefined", "local number 5, which is not defined")]
    [InlineData("too long", "longer than the data")]
    [InlineData("header", "The header says that it has 5 bytes; it has 12 or 14")]
    [InlineData("short", "ends in its header")]
    public async Task A_damaged_file_is_422_and_says_where(string fault, string detail)
    {
        var run = File();
        var (file, offset) = fault switch
        {
            "undefined" => (run.AddBytes(5, 1, 2, 3).ToFile(), 14 + run.Length - 4),
            "too long" => (run.AddBytes(0, 1, 2, 3).ToFile(), 14 + run.Length - 4),
            "header" => ([5, .. run.ToFile()[1..]], 0),
            _ => (run.ToFile()[..13], 0),
        };
        using var response = await api.SendAsync(file, MediaType);
        var problem = await response.ProblemAsync(422, "unreadable-file");
        Assert.Contains(detail, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.EndsWith($"Byte {offset}.", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal(offset, (int)problem["offset"]!);
    }

    [Fact]
    public async Task The_byte_order_is_that_of_each_definition()
    {
        var file = new FitWriter { IsBigEndian = true }
            .Add(FileId, Enum(0, 4))
            .AddAs(1, RecordMessage, UInt32(Timestamp, Time(0)), UInt32(5, 0));
        file.IsBigEndian = false;
        file.AddAs(2, RecordMessage, UInt32(Timestamp, Time(50)), UInt32(5, 15_000), UInt16(2, 5 * 600));
        file.IsBigEndian = true;
        file.AddAs(1, RecordMessage, UInt32(Timestamp, Time(100)), UInt32(5, 30_000), Int32(99, 1)).Session(-3, 111, 103, 321, Cycling, 46);
        var activity = (await ImportAsync(file.ToFile()))["activity"]!;
        Assert.Equal(
            ("gravelCycling", Text(-3), 111, 103, 321),
            (
                (string?)activity["sport"],
                (string?)activity["start"],
                (int)activity["elapsedSeconds"]!,
                (int)activity["movingSeconds"]!,
                (int)activity["distanceMeters"]!
            )
        );
        var records = new FitWriter { IsBigEndian = true }
            .Add(FileId, Enum(0, 4))
            .Records([0, 300]);
        Assert.Equal(300, (int)(await ImportAsync(records.ToFile()))["activity"]!["elapsedSeconds"]!);
    }

    [Fact]
    public async Task A_compressed_header_goes_on_from_the_time_before()
    {
        var file = File().AddAs(1, RecordMessage, UInt32(Timestamp, Time(0)), UInt32(5, 0));
        // The five bits run over, more than once.
        foreach (var second in TrackFiles.Range(10, 200))
            file.AddCompressed(Time(second), 2, RecordMessage, UInt32(5, (uint)(300 * second)));
        // So does any message with a time.
        file.Timer(220, 3).AddCompressed(Time(221), 2, RecordMessage, UInt32(5, 66_300));
        var activity = (await ImportAsync(file.ToFile()))["activity"]!;
        Assert.Equal((Text(0), 221, 663), ((string?)activity["start"], (int)activity["elapsedSeconds"]!, (int)activity["distanceMeters"]!));
    }

    [Fact]
    public async Task Without_a_time_before_a_compressed_one_is_none()
    {
        var file = File();
        file = new FitWriter()
            .Add(FileId, Enum(0, 4))
            .AddCompressed(5, 2, RecordMessage, UInt32(5, 0))
            .AddAs(1, RecordMessage, UInt32(Timestamp, Time(0)), UInt32(5, 100))
            .AddCompressed(Time(10), 2, RecordMessage, UInt32(5, 3000));
        var result = await ImportAsync(file.ToFile());
        Assert.Equal(
            (Text(0), 10, "time 1"),
            ((string?)result["activity"]!["start"], (int)result["activity"]!["elapsedSeconds"]!, result.Warnings())
        );
    }

    [Fact]
    public async Task Of_several_values_where_one_belongs_the_first_that_is_one_counts()
    {
        var file = File()
            .Session(0, 100, 100, null, more: [UInt32(9, uint.MaxValue, 43_210, 5), UInt8(16, 255, 144, 1), UInt16(11, 77, 88)])
            .ToFile();
        var activity = (await ImportAsync(file))["activity"]!;
        Assert.Equal(
            (432.1, 144, 77),
            ((double)activity["distanceMeters"]!, (int)activity["averageHeartRate"]!, (int)activity["energyKilocalories"]!)
        );
    }

    [Fact]
    public async Task A_field_whose_size_is_no_multiple_of_its_types_is_passed_over()
    {
        var file = File()
            .Session(0, 100, 100, null, more: [Of(9, 0x86, 1, 2, 3), Of(11, 0x84, 9), Of(22, 0x84, 1, 2, 3), UInt8(16, 133), Of(17, 0x02)])
            .ToFile();
        var activity = (await ImportAsync(file))["activity"]!;
        Assert.Equal(
            (null, null, null, 133, null),
            (
                (double?)activity["distanceMeters"],
                (double?)activity["energyKilocalories"],
                (double?)activity["elevationGainMeters"],
                (int?)activity["averageHeartRate"],
                (int?)activity["maxHeartRate"]
            )
        );
    }

    [Theory]
    [InlineData("described before", 150)]
    [InlineData("described late", 150)]
    [InlineData("not described", null)]
    [InlineData("of no field of the profile", null)]
    [InlineData("beside the native one", 120)]
    public async Task A_developers_field_is_the_heart_rate_if_it_is_described_so(string how, int? expected)
    {
        var file = File().Add(DeveloperDataId, Of(1, 0x0D, new byte[16]), UInt8(3, 0));
        var record = new[] { Float32(7, 150).OfDeveloper(), Of(8, 0, 1, 2, 3, 4, 5).OfDeveloper(1) };
        if (how is "beside the native one")
            record = [.. record, UInt8(3, 120)];
        if (how is not ("described late" or "not described"))
            file.Describe(7, 0x88, how is "of no field of the profile" ? (byte)200 : (byte)3);
        file.Record(0, 0, record);
        if (how is "described late")
            file.Describe(7, 0x88, 3);
        file.Record(10, 30, record).Record(20, 60, record);
        var activity = (await ImportAsync(file.ToFile()))["activity"]!;
        Assert.Equal((20, expected), ((int)activity["elapsedSeconds"]!, (int?)activity["averageHeartRate"]));
        Assert.Equal(60, (double)activity["distanceMeters"]!, 1.0);
    }

    [Theory]
    // Each base type: a value, and the one that says that there is none.
    [InlineData(0x00, "64", "FF")]
    [InlineData(0x01, "64", "7F")]
    [InlineData(0x02, "64", "FF")]
    [InlineData(0x83, "6400", "FF7F")]
    [InlineData(0x84, "6400", "FFFF")]
    [InlineData(0x85, "64000000", "FFFFFF7F")]
    [InlineData(0x86, "64000000", "FFFFFFFF")]
    [InlineData(0x07, null, "3130300000")]
    [InlineData(0x88, "0000C842", "FFFFFFFF")]
    [InlineData(0x89, "0000000000005940", "FFFFFFFFFFFFFFFF")]
    [InlineData(0x0A, "64", "00")]
    [InlineData(0x8B, "6400", "0000")]
    [InlineData(0x8C, "64000000", "00000000")]
    [InlineData(0x0D, "64", "FF")]
    [InlineData(0x8E, "6400000000000000", "FFFFFFFFFFFFFF7F")]
    [InlineData(0x8F, "6400000000000000", "FFFFFFFFFFFFFFFF")]
    [InlineData(0x90, "6400000000000000", "0000000000000000")]
    // Without the bit for the byte order, which some writers leave out; and a type that there is not.
    [InlineData(0x04, "6400", "FFFF")]
    [InlineData(0x1F, null, "64")]
    public async Task The_value_that_says_that_there_is_none_is_none(byte type, string? value, string none)
    {
        foreach (var (bytes, expected) in new[] { (value, 100), (none, (int?)null) })
        {
            if (bytes is null)
                continue;
            var file = File().Session(type, 100, 100, 300, more: [Of(11, type, Convert.FromHexString(bytes))]);
            Assert.Equal(expected, (int?)(await ImportAsync(file.ToFile()))["activity"]!["energyKilocalories"]);
        }
    }

    [Fact]
    public async Task A_compressed_distance_is_counted_on_from_valid_values_only()
    {
        var file = File();
        // In sixteenths of a metre, of which twelve bits are there: they run over every 256 m.
        foreach (var second in TrackFiles.Range(0, 1000, 50))
            file.Bare(second, Packed(16 * 3 * second)).Bare(second + 1, Of(8, 0x0D, 0xFF, 0xFF, 0xFF));
        var activity = (await ImportAsync(file.ToFile()))["activity"]!;
        Assert.Equal((3000, 1001), ((int)activity["distanceMeters"]!, (int)activity["elapsedSeconds"]!));

        static FitValue Packed(int count) => Of(8, 0x0D, 0x2C, (byte)(0x01 | ((count & 0x0F) << 4)), (byte)(count >> 4));
    }

    private static FitWriter Run(int seconds) => File().Session(0, seconds, seconds, 300, Cycling);

    private async Task<JsonNode> ImportAsync(byte[] file) => await api.SendAsync(file, MediaType).FirstResultAsync();
}
