using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Tests.Hosting;
using Fitness.Tests.Import;
using Fitness.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fitness.Tests.Capsule;

/// <summary>What is recorded of the requests of users, and what never is.</summary>
public sealed class RequestRecordingTests(UsersFixture users) : IClassFixture<UsersFixture>
{
    private const string Input = """{"sport":"running","start":"2026-06-01T10:00:00+02:00","elapsedSeconds":600}""";

    [Fact]
    public async Task A_request_is_recorded_with_its_answer_and_what_it_asked_the_storage()
    {
        var (ann, client) = NewUser();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/activities/one")
        {
            Content = new StringContent(Input, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var record = Assert.Single(await RecordsAsync(ann, 1));
        Assert.Equal(("PUT", "/v1/activities/one", 201), (record.Method, record.Target, record.Status));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", record.TraceId);
        Assert.Equal((Input, answer), (Text(record.Body), Text(record.ResponseBody)));
        Assert.Equal($"{response.Headers.ETag}", record.ResponseHeaders.Single(header => header.Key == "ETag").Value);
        Assert.InRange(record.Duration, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(["Queue", "Round", "BatchGetItem", "Query", "TransactWriteItems"], record.Storage.Select(one => one.Operation));
        Assert.All(record.Storage.Skip(2), one => Assert.Equal(200, one.Status));
        // What it replaced is what it has read.
        var places = record.Storage.SelectMany(one => new[] { one.Sent, one.Answered }).Prepend(record.Began).Append(record.Ended).ToList();
        Assert.Equal(places.Distinct().Order(), places);
        Assert.Contains("activity#one", Text(record.Storage[2].Request), StringComparison.Ordinal);
        Assert.Contains("\"Responses\"", Text(record.Storage[2].Response), StringComparison.Ordinal);
        Assert.Contains("elapsedSeconds", Text(record.Storage[4].Request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_write_replaced_is_in_what_it_read()
    {
        var (ann, client) = NewUser();
        using var first = await client.PutAsJsonAsync("/v1/activities/one", JsonNode.Parse(Input), TestContext.Current.CancellationToken);
        using var delete = new HttpRequestMessage(HttpMethod.Delete, "/v1/activities/one");
        delete.Headers.IfMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(delete, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
        var record = (await RecordsAsync(ann, 2))[1];
        Assert.Equal($"{first.Headers.ETag}", record.Headers.Single(header => header.Key == "If-Match").Value);
        Assert.Contains("\"elapsedSeconds\":{\"N\":\"600\"}", Text(record.Storage[2].Response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_token_and_no_secret_is()
    {
        var (ann, client) = NewUser();
        client.DefaultRequestHeaders.Add("Cookie", "session=planted-cookie");
        client.DefaultRequestHeaders.Add("X-Api-Key", "planted-key");
        foreach (var query in new[] { "access_token=planted-a", "limit=1&password=planted-b", "cursor=eyJhbGciOi.planted-c" })
        {
            using var _ = await client.GetAsync($"/v1/activities?{query}", TestContext.Current.CancellationToken);
        }
        var records = await RawAsync(ann, 3);
        var token = client.DefaultRequestHeaders.Authorization!.Parameter!;
        Assert.All(records, record =>
        {
            Assert.Equal(-1, record.AsSpan().IndexOf("planted"u8));
            Assert.Equal(-1, record.AsSpan().IndexOf(Encoding.ASCII.GetBytes(token)));
        });
    }

    [Fact]
    public async Task No_uploaded_file_is_but_what_became_of_it()
    {
        var (ann, client) = NewUser();
        using var content = new StringContent(TrackFiles.Gpx("running", TrackFiles.Points([0, 10])), Encoding.UTF8, Imports.Gpx);
        using var response = await client.PostAsync(Routes.ActivityImport, content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var record = Assert.Single(await RecordsAsync(ann, 1));
        Assert.Equal<(byte[]?, long?)>((null, content.Headers.ContentLength), (record.Body.Bytes, record.Body.Length));
        Assert.Contains("\"results\"", Text(record.ResponseBody), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_larger_body_is_its_length_and_its_hash()
    {
        var (ann, client) = NewUser();
        var body =
            $$"""{"sport":"running","start":"2026-06-01T10:00:00+02:00","elapsedSeconds":600,"notes":"{{new string('x', 60_000)}}"}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PutAsync("/v1/activities/one", content, TestContext.Current.CancellationToken);
        var record = Assert.Single(await RecordsAsync(ann, 1));
        Assert.Equal(400, record.Status);
        Assert.Equal(
            (null, body.Length, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body)))),
            (record.Body.Bytes, record.Body.Length, Convert.ToHexString(record.Body.Hash!))
        );
    }

    [Fact]
    public async Task Each_request_of_a_round_of_writes_is_and_no_other_s_storage_requests()
    {
        var (ann, client) = NewUser();
        var (bob, other) = NewUser();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => PutAsync(number % 2 == 0 ? client : other, $"a{number}")));
        foreach (var (user, digit) in new[] { (ann, 0), (bob, 1) })
        {
            var records = await RecordsAsync(user, 10);
            Assert.Equal(
                Enumerable.Range(0, 10).Select(number => $"/v1/activities/a{(2 * number) + digit}").Order(StringComparer.Ordinal),
                records.Select(record => record.Target).Order(StringComparer.Ordinal)
            );
            Assert.All(records.SelectMany(record => record.Storage), one =>
                Assert.DoesNotContain((user == ann ? bob : ann), Text(one.Request), StringComparison.Ordinal)
            );
            // What was asked once for several is in the record of one of them, and the others say where.
            Assert.All(records, record => Assert.Equal("TransactWriteItems", record.Storage[^1].Operation));
            var whole = records
                .SelectMany(record =>
                    record.Storage.Where(one => one.ServedBy is null).Select(one => (record.TraceId, one.Sent, one.Answered))
                )
                .ToList();
            Assert.Equal(whole.Distinct(), whole);
            var others = records.SelectMany(record => record.Storage).Where(one => one.ServedBy is not null).ToList();
            Assert.NotEmpty(others);
            Assert.All(others, one => Assert.Contains((one.ServedBy!, one.Sent, one.Answered), whole));
            foreach (var record in records)
            {
                var write = record.Storage[^1];
                var sent = records.SelectMany(one => one.Storage).Single(one => one.ServedBy is null && one.Sent == write.Sent);
                Assert.Contains(
                    $"\"activity#{record.Target[(record.Target.LastIndexOf('/') + 1)..]}\"",
                    Text(sent.Request),
                    StringComparison.Ordinal
                );
            }
        }
    }

    [Fact]
    public async Task Nothing_of_a_user_who_is_erased_is_left()
    {
        var (ann, client) = NewUser();
        await PutAsync(client, "one");
        using var erased = await client.DeleteAsync(Routes.Me, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        var record = Assert.Single(await RecordsAsync(ann, 1));
        Assert.Equal(("DELETE", 204), (record.Method, record.Status));
        Assert.Empty(record.Storage);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/")]
    [InlineData("/environment/summary")]
    [InlineData("/v1/me/report")]
    [InlineData("/V1/me/Report")]
    public async Task Nothing_else_is(string path)
    {
        var (ann, client) = NewUser();
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        await PutAsync(client, "one");
        Assert.Equal("PUT", Assert.Single(await RecordsAsync(ann, 1)).Method);
    }

    [Fact]
    public async Task What_a_query_may_have_is_what_the_contract_says()
    {
        var contract = JsonNode.Parse(
            await File.ReadAllTextAsync(
                Repository.PathOf("Fitness.Tests", "OpenApi", "openapi.v1.json"),
                TestContext.Current.CancellationToken
            )
        )!;
        var parameters =
            from path in contract["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            from parameter in operation.Value!["parameters"] as JsonArray ?? []
            where (string?)parameter!["in"] == "query"
            select (string)parameter["name"]!;
        Assert.Equal(parameters.Distinct().Order(), RecordedTarget.Parameters.Order());
    }

    private (string User, HttpClient Client) NewUser()
    {
        var user = $"user-{Guid.NewGuid():N}";
        return (user, users.CreateClient(users.Issuer.Token(user)));
    }

    private static async Task PutAsync(HttpClient client, string id)
    {
        using var response = await client.PutAsJsonAsync(
            $"/v1/activities/{id}",
            JsonNode.Parse(Input),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private static string Text(RecordedContent content) => Encoding.UTF8.GetString(content.Bytes!);

    private async Task<List<RecordedRequest>> RecordsAsync(string user, int count) =>
        (await RawAsync(user, count)).ConvertAll(record => RecordReader.Read(record)!);

    // A request is recorded when it has ended, which its client may see before.
    private async Task<List<byte[]>> RawAsync(string user, int count)
    {
        var rings = users.Services.GetRequiredService<RequestRings>();
        await Eventually.WaitForAsync(() => Task.FromResult(rings.Read(user).Count >= count), () => $"{rings.Read(user).Count} records");
        var records = rings.Read(user);
        Assert.Equal(count, records.Count);
        return records;
    }
}
