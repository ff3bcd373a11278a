using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using static Fitness.Tests.Import.Imports;

namespace Fitness.Tests.Import;

/// <summary>The same recording again: in other bytes, by another exporter, or after its activity was deleted.</summary>
public sealed class RepeatedRecordingTests(UsersFixture api) : IClassFixture<UsersFixture>
{
    private const string Skip = "duplicates=skip";

    [Theory]
    [InlineData("running", 0, 60, 200.0)]
    [InlineData("running", 4, 60, 200.0)]
    [InlineData("running", 0, 62, 200.0)]
    [InlineData("running", 0, 60, 205.0)]
    public async Task In_other_bytes_it_is_not_stored_again(string sport, int start, int seconds, double meters)
    {
        using var user = api.NewUser();
        var first = await ImportAsync(user, Track("running", 0, 60, 200), HttpStatusCode.Created);
        Assert.Null(first["duplicateOf"]);
        var again = await ImportAsync(user, Track(sport, start, seconds, meters) + "\n", HttpStatusCode.OK);
        var id = (string)first["id"]!;
        Assert.Equal((id, id, 200), ((string?)again["duplicateOf"], (string?)again["id"], (int)again["status"]!));
        Assert.Equal(first["activity"]!.ToJsonString(), again["activity"]!.ToJsonString());
        Assert.Equal(1, await CountAsync(user));
    }

    [Theory]
    [InlineData("cycling", 0, 600, 2000.0, true)]
    [InlineData("running", 30, 600, 2000.0, true)]
    [InlineData("running", 0, 700, 2000.0, true)]
    [InlineData("running", 0, 620, 2000.0, true)]
    [InlineData("running", 0, 600, 2200.0, true)]
    [InlineData("running", 6000, 600, 2000.0, false)]
    public async Task Another_recording_is_stored(string sport, int start, int seconds, double meters, bool marked)
    {
        using var user = api.NewUser();
        var first = await ImportAsync(user, Track("running", 0, 600, 2000), HttpStatusCode.Created);
        var other = await ImportAsync(user, Track(sport, start, seconds, meters), HttpStatusCode.Created);
        Assert.Null(other["duplicateOf"]);
        Assert.Equal(marked ? (string?)first["id"] : null, (string?)other["activity"]!["possibleDuplicateOf"]);
    }

    [Fact]
    public async Task Whoever_asks_for_it_has_it_twice()
    {
        using var user = api.NewUser();
        var first = await ImportAsync(user, Track("running", 0, 60, 200), HttpStatusCode.Created);
        var second = await ImportAsync(user, Track("running", 0, 60, 200) + "\n", HttpStatusCode.Created, "duplicates=store");
        Assert.Equal((string?)first["id"], (string?)second["activity"]!["possibleDuplicateOf"]);
        Assert.Equal(2, await CountAsync(user));
    }

    [Fact]
    public async Task What_an_app_recorded_itself_is_known_too()
    {
        using var user = api.NewUser();
        using var put = await user.PutAsync(
            "own",
            """{"sport":"running","start":"2026-11-01T06:30:01Z","elapsedSeconds":61,"distanceMeters":201}"""
        );
        Assert.Equal("own", (string?)(await ImportAsync(user, Track("running", 0, 60, 200), HttpStatusCode.OK))["duplicateOf"]);
    }

    [Fact]
    public async Task Twice_in_one_file_it_is_stored_once()
    {
        using var user = api.NewUser();
        var track = Track("running", 0, 60, 200);
        var two = track.Replace("</gpx>", track[track.IndexOf("<trk>", StringComparison.Ordinal)..], StringComparison.Ordinal);
        // Recordings of other sports in between keep the two from being one.
        two = two.Replace("</trk><trk>", $"</trk>{Trk("cycling", 90_000, 60, 200)}<trk>", StringComparison.Ordinal);
        using var response = await SendAsync(user, two, Skip);
        var results = (await response.JsonAsync())["results"]!.AsArray();
        Assert.Equal(results.Count - 1, await CountAsync(user));
        Assert.Single(results, result => result!["duplicateOf"] is not null);
    }

    [Fact]
    public async Task Of_two_that_come_at_once_one_is_stored()
    {
        for (var round = 0; round < LongForm.Times(5, inLongForm: 100); round++)
        {
            using var user = api.NewUser();
            var file = Track("running", 0, 60, 200);
            var responses = await Task.WhenAll(SendAsync(user, file, Skip), SendAsync(user, file + "\n", Skip));
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Created], responses.Select(response => response.StatusCode).Order());
            Assert.Equal(1, await CountAsync(user));
        }
    }

    [Fact]
    public async Task A_deleted_one_does_not_come_back_unless_it_is_wanted()
    {
        using var user = api.NewUser();
        var file = Track("running", 0, 60, 200);
        var id = (string)(await ImportAsync(user, file, HttpStatusCode.Created))["id"]!;
        using (await user.DeleteActivityAsync(id)) { }
        using (var refused = await SendAsync(user, file, Skip))
            await refused.ProblemAsync(409, "activity-deleted");
        using (var wrong = await SendAsync(user, file, Skip, ("If-None-Match", "\"1\"")))
            Assert.NotNull((await wrong.ProblemAsync(400, "invalid-request"))["errors"]!["If-None-Match"]);
        using (var anew = await SendAsync(user, file, Skip, ("If-None-Match", "*")))
            Assert.Equal(HttpStatusCode.Created, anew.StatusCode);
        using var retry = await SendAsync(user, file, Skip, ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, retry.StatusCode);
    }

    [Fact]
    public async Task Of_several_recordings_all_are_stored_or_none()
    {
        using var user = api.NewUser();
        var file = $"<gpx xmlns=\"http://www.topografix.com/GPX/1/1\">{Trk("running", 0, 60, 200)}{Trk("running", 90_000, 60, 200)}</gpx>";
        using (var created = await SendAsync(user, file, Skip))
            Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var ids = (await IdsAsync(user)).ToList();
        Assert.Equal(2, ids.Count);
        foreach (var id in ids)
            using (await user.DeleteActivityAsync(id)) { }
        using (var refused = await SendAsync(user, file, Skip))
            await refused.ProblemAsync(409, "activity-deleted");
        Assert.Equal(0, await CountAsync(user));
        using var anew = await SendAsync(user, file, Skip, ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.Created, anew.StatusCode);
        Assert.Equal(2, await CountAsync(user));
    }

    private static async Task<JsonNode> ImportAsync(HttpClient user, string file, HttpStatusCode status, string query = Skip)
    {
        using var response = await SendAsync(user, file, query);
        Assert.Equal(status, response.StatusCode);
        return Assert.Single((await response.JsonAsync())["results"]!.AsArray())!;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient user, string file, string query, params (string, string)[] headers) =>
        user.SendAsync(HttpMethod.Post, $"{Routes.ActivityImport}?{query}", file, Gpx, headers);

    private static async Task<IEnumerable<string>> IdsAsync(HttpClient user)
    {
        using var list = await user.GetAsync(Routes.Activities, TestContext.Current.CancellationToken);
        return (await list.JsonAsync())["items"]!.AsArray().Select(item => (string)item!["id"]!);
    }

    private static async Task<int> CountAsync(HttpClient user) => (await IdsAsync(user)).Count();

    private static string Track(string sport, int start, int seconds, double meters) =>
        $"<gpx xmlns=\"http://www.topografix.com/GPX/1/1\">{Trk(sport, start, seconds, meters)}</gpx>";

    /// <summary>A straight way to the north, with a point every ten seconds or so.</summary>
    private static string Trk(string sport, int start, int seconds, double meters)
    {
        var points = new StringBuilder();
        var steps = Math.Max(1, seconds / 10);
        for (var step = 0; step <= steps; step++)
        {
            var time = new DateTimeOffset(2026, 11, 1, 6, 30, 0, TimeSpan.Zero).AddSeconds(start + ((double)seconds * step / steps));
            points.Append(
                CultureInfo.InvariantCulture,
                $"<trkpt lat=\"{meters * step / steps / 110_574:F7}\" lon=\"7\"><time>{time:yyyy-MM-ddTHH:mm:ss.fffZ}</time></trkpt>"
            );
        }
        return $"<trk><type>{sport}</type><trkseg>{points}</trkseg></trk>";
    }
}
