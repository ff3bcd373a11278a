using System.Globalization;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Import;

/// <summary>What a device counted of the distance, where a count cannot be.</summary>
public sealed class CountedDistanceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData(0, 9_000_000.0, 3000.0, "distance 1")]
    [InlineData(500, 9_000_000.0, 3000.0, "distance 1")]
    [InlineData(1000, 9_000_000.0, 2970.0, "distance 1")]
    [InlineData(500, 1_000_000_000.0, 3000.0, "distance 1")]
    // The next one says that it has not begun anew.
    [InlineData(500, 0.0, 3000.0, "distance 1")]
    public async Task One_that_nobody_can_have_reached_is_none(int at, double wrong, double meters, string warnings)
    {
        var points = TrackFiles.Range(0, 1000).Select(second => (second, second == at ? wrong : 3.0 * second));
        var result = await ImportAsync(points);
        Assert.Equal((meters, warnings), ((double)result["activity"]!["distanceMeters"]!, result.Warnings()));
    }

    [Fact]
    public async Task A_device_that_begins_anew_counts_on()
    {
        var points = TrackFiles.Range(0, 990).Select(second => (second, 3.0 * (second % 500)));
        var result = await ImportAsync(points);
        Assert.Equal((2940.0, ""), ((double)result["activity"]!["distanceMeters"]!, result.Warnings()));
    }

    [Fact]
    public async Task What_nobody_can_have_counted_by_the_first_point_is_of_another_recording()
    {
        var result = await ImportAsync(TrackFiles.Range(0, 1000).Select(second => (second, 80_000 + (3.0 * second))));
        Assert.Equal((3000.0, "distance 1"), ((double)result["activity"]!["distanceMeters"]!, result.Warnings()));
    }

    [Fact]
    public async Task Zeros_in_between_are_dropouts()
    {
        var points = TrackFiles.Range(0, 1000).Select(second => (second, second is 20 or 200 or 600 or 900 ? 0 : 3.0 * second));
        var result = await ImportAsync(points);
        Assert.Equal((3000.0, "distance 3"), ((double)result["activity"]!["distanceMeters"]!, result.Warnings()));
    }

    [Fact]
    public async Task Nor_is_that_of_a_lap()
    {
        var result = await ImportAsync(TrackFiles.Range(0, 1000).Select(second => (second, 3.0 * second)), 90_000_000);
        Assert.Equal((3000.0, "distance 1"), ((double)result["activity"]!["distanceMeters"]!, result.Warnings()));
    }

    [Fact]
    public async Task Nor_is_what_many_laps_would_be_together()
    {
        var laps = TrackFiles.Range(0, 100).Select(second => TrackFiles.Lap(second, 10, 9_000_000));
        var result = await api.SendAsync(TrackFiles.Tcx(laps)).FirstResultAsync();
        Assert.Equal((null, "distance 1"), ((double?)result["activity"]!["distanceMeters"], result.Warnings()));
    }

    private async Task<JsonNode> ImportAsync(IEnumerable<(int Second, double Meters)> points, int? lap = null)
    {
        var track = points.Select(point =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"<Trackpoint><Time>{TrackFiles.Time(point.Second)}</Time><DistanceMeters>{point.Meters}</DistanceMeters></Trackpoint>"
            )
        );
        return await api.SendAsync(TrackFiles.Tcx(TrackFiles.Lap(0, null, lap, string.Concat(track)))).FirstResultAsync();
    }
}
