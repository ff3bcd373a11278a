using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Activities;

/// <summary>The forms in which clients' libraries write what RFC 8259, RFC 3339 and RFC 9110 let them write in several ways.</summary>
public sealed class ClientFormTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Whole = """{"sport":"running","start":"2026-11-01T07:30:00+01:00","elapsedSeconds":1800,"steps":5}""";

    [Theory]
    [InlineData("1800.0", "2026-11-01T07:30:00+01:00", "5.0")]
    [InlineData("18e2", "2026-11-01t07:30:00+01:00", "5e0")]
    [InlineData("1.8E+3", "2026-11-01t07:30:00.0+01:00", "50e-1")]
    [InlineData("1800.00000000000000", "2026-11-01T07:30:00+01:00", "0.5e1")]
    public async Task A_whole_number_and_a_time_are_stored_in_their_usual_form(string seconds, string start, string steps)
    {
        var (id, body) = (NewId(), $$"""{"sport":"running","start":"{{start}}","elapsedSeconds":{{seconds}},"steps":{{steps}}}""");
        using var put = await api.Client.PutAsync(id, body);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        var stored = await put.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"start\":\"2026-11-01T07:30:00+01:00\",\"elapsedSeconds\":1800,", stored, StringComparison.Ordinal);
        Assert.Contains("\"steps\":5,", stored, StringComparison.Ordinal);
        // The other form is the same activity, which a retry does not change.
        using var again = await api.Client.PutAsync(id, Whole);
        Assert.Equal((HttpStatusCode.OK, put.ETag()), (again.StatusCode, again.ETag()));
        using var patch = await api.Client.PatchAsync(id, $$"""{"steps":{{steps}},"start":"{{start}}"}""", ("If-Match", put.ETag()));
        Assert.Equal((HttpStatusCode.OK, put.ETag()), (patch.StatusCode, patch.ETag()));
        using var batch = await api.Client.SendAsync(
            HttpMethod.Post,
            Routes.ActivityBatch,
            $$"""{"items":[{"id":"{{id}}",{{body[1..]}}]}"""
        );
        Assert.Equal(put.ETag(), (string?)(await batch.JsonAsync())["results"]![0]!["activity"]!["etag"]);
    }

    [Fact]
    public async Task Lower_case_t_and_z_are_those_of_RFC_3339()
    {
        using var put = await api.Client.PostAsync("""{"sport":"running","start":"2026-11-01t07:30:00z","elapsedSeconds":0.0}""");
        var stored = await put.JsonAsync();
        Assert.Equal(("2026-11-01T07:30:00+00:00", 0), ((string?)stored["start"], (int)stored["elapsedSeconds"]!));
    }

    [Theory]
    [InlineData("limit=1.0&after=2026-11-01t00:00:00z")]
    [InlineData("limit=1e0&before=2027-11-01t00:00:00Z")]
    public async Task So_they_are_in_a_query(string query)
    {
        using (await api.Client.PutAsync("a", Run)) { }
        using (await api.Client.PutAsync("b", Run)) { }
        using var list = await api.Client.SendAsync(HttpMethod.Get, $"{Routes.Activities}?{query}");
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        Assert.Single((await list.JsonAsync())["items"]!.AsArray());
    }

    [Theory]
    [InlineData("5.5")]
    [InlineData("55e-1")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e-400")]
    [InlineData("0.1e-999999999999")]
    [InlineData("1e999999999999")]
    [InlineData("2147483648.0")]
    [InlineData("5.0000000000000000000000000000000000001")]
    [InlineData("0.9999999999999999999999999999999999999")]
    [InlineData("\"5.0\"")]
    [InlineData("-5.0")]
    public async Task A_number_that_is_not_whole_or_too_large_is_named(string steps)
    {
        var body = Run.Replace("}", $",\"steps\":{steps}}}", StringComparison.Ordinal);
        using var put = await api.Client.PutAsync(NewId(), body);
        Assert.Equal(["steps"], Names(await put.ProblemAsync(400, "invalid-request")));
        using (await api.Client.PutAsync("mine", Run, ("If-Match", "*"))) { }
        using var patch = await api.Client.PatchAsync("mine", $$"""{"steps":{{steps}}}""", ("If-Match", "*"));
        Assert.Equal(["steps"], Names(await patch.ProblemAsync(400, "invalid-request")));
    }

    [Theory]
    [InlineData("limit=1.5")]
    [InlineData("limit=1e400")]
    [InlineData("limit=1e-400")]
    public async Task So_it_is_in_a_query(string query)
    {
        using var list = await api.Client.SendAsync(HttpMethod.Get, $"{Routes.Activities}?{query}");
        Assert.Equal(["limit"], Names(await list.ProblemAsync(400, "invalid-request")));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("\"utf-8\"")]
    [InlineData("\"UTF-8\"")]
    public async Task The_charset_may_be_in_quotes(string charset)
    {
        var id = NewId();
        using var put = await SendAsync(HttpMethod.Put, id, "application/json", Run);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        using var patch = await SendAsync(HttpMethod.Patch, id, "application/merge-patch+json", """{"name":"a"}""");
        Assert.Equal(HttpStatusCode.OK, patch.StatusCode);

        async Task<HttpResponseMessage> SendAsync(HttpMethod method, string to, string mediaType, string body)
        {
            using var request = new HttpRequestMessage(method, $"{Routes.Activities}/{to}") { Content = new StringContent(body) };
            request.Content.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", $"{mediaType}; charset={charset}");
            if (method == HttpMethod.Patch)
                request.Headers.TryAddWithoutValidation("If-Match", "*");
            return await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("POST", "/v1/activities", "application/json", "gzip", "identity")]
    [InlineData("POST", "/v1/activities", "application/json", "br", "identity")]
    [InlineData("PUT", "/v1/activities/packed", "application/json", "GZIP", "identity")]
    [InlineData("PATCH", "/v1/activities/packed", "application/merge-patch+json", "identity, gzip", "identity")]
    [InlineData("POST", "/v1/activities/batch", "application/json", "gzip", "identity")]
    [InlineData("POST", "/v1/activities/import", "application/gpx+xml", "br", "identity, gzip")]
    [InlineData("POST", "/v1/activities/import", "application/gpx+xml", "gzip, br", "identity, gzip")]
    [InlineData("POST", "/v1/activities/import", "application/gpx+xml", "gzip, gzip", "identity, gzip")]
    [InlineData("POST", "/v1/activities/import", "multipart/form-data; boundary=x", "gzip", "identity")]
    public async Task Another_coding_of_a_body_is_refused_with_those_that_are_taken(
        string method,
        string path,
        string mediaType,
        string coding,
        string taken
    )
    {
        using var response = await SendPackedAsync(method, path, mediaType, coding, Run);
        var detail = (string)(await response.ProblemAsync(415, "unsupported-media-type"))["detail"]!;
        Assert.Contains($"'{coding}'", detail, StringComparison.Ordinal);
        Assert.Contains(taken.Split(", ")[^1], detail, StringComparison.Ordinal);
        Assert.Equal(taken, string.Join(", ", response.Headers.GetValues("Accept-Encoding")));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("Gzip")]
    [InlineData("identity")]
    [InlineData("")]
    public async Task A_coding_that_is_taken_is_taken(string coding)
    {
        using var import = await SendPackedAsync("POST", Routes.ActivityImport, "application/gpx+xml", coding, "<gpx/>");
        // Unpacked, it is a file without anything in it.
        await import.ProblemAsync(422, "unreadable-file");
        if (coding is not ("identity" or ""))
            return;
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Routes.Activities}/{NewId()}")
        {
            Content = new StringContent(Run, Encoding.UTF8, "application/json"),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        using var put = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
    }

    private async Task<HttpResponseMessage> SendPackedAsync(string method, string path, string mediaType, string coding, string body)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(packed.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> Names(JsonObject problem) => problem["errors"]!.AsObject().Select(error => error.Key);
}
