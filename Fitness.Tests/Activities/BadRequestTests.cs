using System.Net;
using System.Net.Sockets;
using System.Text;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Activities;

public sealed class BadRequestTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z"}""", "elapsedSeconds")]
    [InlineData("""{"sport":null,"start":"2026-11-01T07:30:00Z","elapsedSeconds":1}""", "sport")]
    [InlineData("""{"sport":"Running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1}""", "sport")]
    [InlineData("""{"sport":3,"start":"2026-11-01T07:30:00Z","elapsedSeconds":1}""", "sport")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00","elapsedSeconds":1}""", "start")]
    [InlineData("""{"sport":"running","start":"2026-11-01","elapsedSeconds":1}""", "start")]
    [InlineData("""{"sport":"running","start":"2026-02-30T07:30:00Z","elapsedSeconds":1}""", "start")]
    [InlineData("""{"sport":"running","start":"1969-12-31T23:59:59Z","elapsedSeconds":1}""", "start")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":-1}""", "elapsedSeconds")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1.5}""", "elapsedSeconds")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":"1"}""", "elapsedSeconds")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":99999999999}""", "elapsedSeconds")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"distanceMeters":"NaN"}""", "distanceMeters")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"distanceMeters":1e400}""", "distanceMeters")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"distanceMeters":10000000.1}""", "distanceMeters")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"movingSeconds":2}""", "movingSeconds")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"averageHeartRate":19}""", "averageHeartRate")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"name":""}""", "name")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"name":["a"]}""", "name")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"name":"\ud800"}""", "name")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"source":"phone"}""", "source")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"Name":"a"}""", "Name")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"userId":"other"}""", "userId")]
    [InlineData("""{"sport":"running","start":"2026-11-01T07:30:00Z","elapsedSeconds":1,"elapsedSeconds":2}""", "elapsedSeconds")]
    public async Task A_wrong_field_is_named_and_nothing_is_stored(string body, string field)
    {
        var id = NewId();
        using var response = await api.Client.PutAsync(id, body);
        var problem = await response.ProblemAsync(400, "invalid-request");
        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
        using var get = await api.Client.GetActivityAsync(id);
        await get.ProblemAsync(404, "activity-not-found");
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once()
    {
        using var response = await api.Client.PostAsync("""{"sport":"flying","elapsedSeconds":-1,"foo":1}""");
        var problem = await response.ProblemAsync(400, "invalid-request");
        Assert.Equal(
            ["elapsedSeconds", "foo", "sport", "start"],
            problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"distanceMeters":NaN}""")]
    [InlineData("""{"sport":"running"} x""")]
    public async Task What_is_not_JSON_is_refused_with_its_position(string body)
    {
        using var response = await api.Client.PostAsync(body);
        var problem = await response.ProblemAsync(400, "malformed-json");
        Assert.Contains("line 1", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", "/v1/activities/x", """{"\ud800":1}""")]
    [InlineData("POST", "/v1/activities/batch", """{"\ud800":[]}""")]
    public async Task A_name_that_is_no_text_is_refused(string method, string path, string body)
    {
        using var response = await api.Client.SendAsync(new HttpMethod(method), path, body);
        await response.ProblemAsync(400, "invalid-request");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        using var content = new ByteArrayContent([
            .. "{\"sport\":\"running\",\"start\":\"2026-11-01T07:30:00Z\",\"elapsedSeconds\":1,\"name\":\""u8,
            0xFF,
            .. "\"}"u8,
        ]);
        content.Headers.ContentType = new("application/json");
        using var response = await api.Client.PutAsync("/v1/activities/x", content, TestContext.Current.CancellationToken);
        Assert.True((await response.ProblemAsync(400, "invalid-request"))["errors"]!.AsObject().ContainsKey("name"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        using var response = await api.Client.PostAsync(body);
        await response.ProblemAsync(400, "invalid-request");
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("a%20b")]
    [InlineData("%C3%BC")]
    [InlineData("a%0A")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public async Task A_wrong_id_is_refused_by_every_call(string id)
    {
        foreach (
            var response in new[]
            {
                await api.Client.GetActivityAsync(id),
                await api.Client.PutAsync(id, Run),
                await api.Client.PatchAsync(id, "{}"),
                await api.Client.DeleteActivityAsync(id),
                await api.Client.GetAsync($"/activity/{id}", TestContext.Current.CancellationToken),
            }
        )
        {
            using (response)
                Assert.True((await response.ProblemAsync(400, "invalid-request"))["errors"]!.AsObject().ContainsKey("id"));
        }
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("sport=jogging", "sport")]
    [InlineData("after=yesterday", "after")]
    [InlineData("before=2026-11-01T00:00:00", "before")]
    [InlineData("after=2026-11-02T00:00:00Z&before=2026-11-01T00:00:00Z", "after")]
    [InlineData("sports=running", "sports")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("cursor=%C3%BC", "cursor")]
    public async Task A_wrong_query_parameter_is_named(string query, string parameter)
    {
        using var response = await api.Client.GetAsync($"/v1/activities?{query}", TestContext.Current.CancellationToken);
        var problem = await response.ProblemAsync(400, "invalid-request");
        Assert.Equal([parameter], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_body_over_64_KB_is_refused()
    {
        using var response = await api.Client.PostAsync(
            Run.Replace("}", $",\"notes\":\"{new string('n', 65 * 1024)}\"}}", StringComparison.Ordinal)
        );
        await response.ProblemAsync(413, "body-too-large");
        // The header is also there after the framework's own error handling has reset the response.
        Assert.Equal("demo", response.Headers.GetValues("Fitness-Caller").Single());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Another_content_type_is_refused(string mediaType)
    {
        using var content = new StringContent(Run);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        using var response = await api.Client.PostAsync("/v1/activities", content, TestContext.Current.CancellationToken);
        var problem = await response.ProblemAsync(415, "unsupported-media-type");
        Assert.Contains("application/json", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_addresses_and_methods_are_problems_too()
    {
        using (var missing = await api.Client.GetAsync("/v2/nothing", TestContext.Current.CancellationToken))
            await missing.ProblemAsync(404, "not-found");
        using var method = await api.Client.SendAsync(HttpMethod.Post, "/v1/activities/1", Run);
        await method.ProblemAsync(405, "method-not-allowed");
        Assert.Contains("PUT", method.Content.Headers.Allow);
    }

    [Fact]
    public async Task Thousands_of_faults_are_not_answered_with_thousands_of_sentences()
    {
        using var response = await api.Client.PostAsync(
            $"{{{string.Join(',', Enumerable.Range(0, 5000).Select(number => $"\"f{number}\":1"))}}}"
        );
        Assert.Equal(100, (await response.ProblemAsync(400, "invalid-request"))["errors"]!.AsObject().Count);
        using var repeated = await api.Client.PostAsync($"{{{string.Join(',', Enumerable.Repeat("\"sport\":1", 5000))}}}");
        Assert.InRange((await repeated.ProblemAsync(400, "invalid-request"))["errors"]!["sport"]!.AsArray().Count, 1, 10);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/gpx+xml")]
    [InlineData("image/*;q=0.1")]
    [InlineData("nonsense")]
    public async Task Errors_are_problem_details_whatever_the_caller_accepts(string accept)
    {
        foreach (
            var (method, path, body, mediaType, status, type) in new[]
            {
                (HttpMethod.Get, $"/v1/activities/{NewId()}", null, "application/json", 404, "activity-not-found"),
                (HttpMethod.Post, "/v2/nothing", Run, "application/json", 404, "not-found"),
                (HttpMethod.Post, "/v1/activities/1", Run, "application/json", 405, "method-not-allowed"),
                (HttpMethod.Post, "/v1/activities", "{}", "application/json", 400, "invalid-request"),
                (HttpMethod.Post, "/v1/activities", Run, "text/plain", 415, "unsupported-media-type"),
                (HttpMethod.Post, "/v1/activities", new string(' ', 65 * 1024), "application/json", 413, "body-too-large"),
            }
        )
        {
            using var response = await api.Client.SendAsync(method, path, body, mediaType, ("Accept", accept));
            await response.ProblemAsync(status, type);
        }
    }

    [Theory]
    [InlineData("/v1/activities", "application/json", "FFFFFFFF\r\n")]
    [InlineData("/v1/activities", "application/json", "80000000\r\n")]
    [InlineData("/v1/activities", "application/json", "4\r\n{\"a\"\r\nFFFFFFFFF\r\n")]
    [InlineData("/v1/activities/import", "application/gpx+xml", "FFFFFFFF\r\n")]
    [InlineData("/v1/activities/import", "application/gpx+xml", "4\r\n<gpx\r\nFFFFFFFFF\r\n")]
    [InlineData("/v1/activities/import", "application/gpx+xml", "xyz\r\n")]
    public async Task A_chunk_size_that_is_no_size_is_refused(string path, string mediaType, string body)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, api.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await socket
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {mediaType}\r\nTransfer-Encoding: chunked\r\n\r\n{body}"
                ),
                TestContext.Current.CancellationToken
            );
        using var reader = new StreamReader(socket.GetStream());
        var response = await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(ApiProcess.Timeout);
        Assert.StartsWith("HTTP/1.1 400", response, StringComparison.Ordinal);
        Assert.Contains("/problems/bad-request", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_precondition_is_refused()
    {
        using var response = await api.Client.PutAsync(NewId(), Run, ("If-Match", "not quoted"));
        Assert.True((await response.ProblemAsync(400, "invalid-request"))["errors"]!.AsObject().ContainsKey("If-Match"));
    }

    [Fact]
    public async Task Where_a_problems_type_points_there_is_an_explanation()
    {
        using var response = await api.Client.GetActivityAsync(NewId());
        var problem = await response.ProblemAsync(404, "activity-not-found");
        Assert.Contains("activity", (string)problem["title"]!, StringComparison.Ordinal);
        using var type = await api.Client.GetAsync((string)problem["type"]!, TestContext.Current.CancellationToken);
        Assert.Equal(404, (int?)(await type.JsonAsync())["status"]);
    }
}
