using System.Net;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Import;

/// <summary>Small files with the faults that recordings of devices and exporters have, in <c>Files</c>; each says in a comment what is right.</summary>
public sealed class FieldFileTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("leading-spaces.tcx", "running", 60, 60, 200.3, "")]
    [InlineData("ride-crank-turns.tcx", "cycling", 60, 60, 200.3, "")]
    [InlineData("absurd-calories.tcx", "running", 60, 60, 200.3, "energy 1")]
    [InlineData("cluetrust-heart-rate.gpx", "running", 45, 45, 100.1, "")]
    [InlineData("strava-number-swim.gpx", "swimming", 45, 45, 100.1, "")]
    [InlineData("point-without-position.gpx", "running", 50, 45, 100.1, "position 1")]
    [InlineData("pause-marker.gpx", "running", 50, 50, 111.3, "position 1")]
    [InlineData("elevation-nan.gpx", "running", 45, 45, 100.1, "altitude 2")]
    [InlineData("one-bad-time.gpx", "running", 45, 45, 100.1, "time 1")]
    [InlineData("declares-utf-16.gpx", "running", 45, 45, 100.1, "")]
    [InlineData("null-island.tcx", "running", 180, 180, 600.8, "position 2")]
    [InlineData("lap-start-hours-early.tcx", "running", 60, 60, 200.3, "")]
    [InlineData("heart-rate-255.tcx", "running", 60, 60, 200.3, "")]
    [InlineData("trainer-without-sensor.tcx", "cycling", 60, 60, 0.0, "")]
    [InlineData("points-repeated.tcx", "running", 120, 120, 400.6, "repeatedPoint 13")]
    [InlineData("elevation-zero-dropout.gpx", "running", 45, 45, 100.1, "altitude 1")]
    [InlineData("gpx-1.0.gpx", "other", 45, 45, 100.1, "")]
    [InlineData("undeclared-prefix.gpx", "running", 45, 45, 100.1, "")]
    public async Task It_comes_in_as_it_was(string file, string sport, int elapsed, int moving, double meters, string warnings)
    {
        var result = await ImportAsync(file);
        var activity = result["activity"]!;
        Assert.Equal(
            (sport, elapsed, moving, warnings),
            ((string?)activity["sport"], (int)activity["elapsedSeconds"]!, (int?)activity["movingSeconds"] ?? -1, result.Warnings())
        );
        Assert.Equal(meters, (double?)activity["distanceMeters"] ?? -1, 0.3);
    }

    [Theory]
    [InlineData("ride-crank-turns.tcx", "steps", null)]
    [InlineData("absurd-calories.tcx", "energyKilocalories", null)]
    [InlineData("cluetrust-heart-rate.gpx", "averageHeartRate", 150)]
    [InlineData("cluetrust-heart-rate.gpx", "maxHeartRate", 150)]
    [InlineData("undeclared-prefix.gpx", "averageHeartRate", 150)]
    [InlineData("heart-rate-255.tcx", "averageHeartRate", 140)]
    [InlineData("heart-rate-255.tcx", "maxHeartRate", 140)]
    [InlineData("elevation-nan.gpx", "elevationGainMeters", 0)]
    [InlineData("elevation-zero-dropout.gpx", "elevationGainMeters", 0)]
    public async Task So_it_does_in_every_measure(string file, string measure, int? value) =>
        Assert.Equal(value, (int?)(await ImportAsync(file))["activity"]![measure]);

    [Fact]
    public async Task A_lap_that_waited_for_hours_begins_with_its_points() =>
        Assert.Equal("2026-06-01T10:00:00+00:00", (string?)(await ImportAsync("lap-start-hours-early.tcx"))["activity"]!["start"]);

    [Fact]
    public async Task Tracks_of_different_days_are_activities_of_their_own()
    {
        using var response = await api.SendAsync(await ReadAsync("two-days.gpx"));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Null(response.Headers.Location);
        var results = (await response.JsonAsync())["results"]!.AsArray();
        Assert.Equal([45, 45], results.Select(result => (int)result!["activity"]!["elapsedSeconds"]!));
        var id = (string)results[0]!["id"]!;
        Assert.Equal([$"{id[..^2]}-1", $"{id[..^2]}-2"], results.Select(result => (string)result!["id"]!));
        using var again = await api.SendAsync(await ReadAsync("two-days.gpx"));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal([200, 200], (await again.JsonAsync())["results"]!.AsArray().Select(result => (int)result!["status"]!));
    }

    private async Task<JsonNode> ImportAsync(string file) => await api.SendAsync(await ReadAsync(file)).FirstResultAsync();

    private static Task<byte[]> ReadAsync(string file) =>
        File.ReadAllBytesAsync(Repository.PathOf("Fitness.Tests", "Import", "Files", file), TestContext.Current.CancellationToken);
}
