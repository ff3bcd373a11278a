using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Fitness.Tests.Hosting;

/// <summary>Short forms of the calls that tests make.</summary>
internal static class Http
{
    public const string Run = """{"sport":"running","start":"2026-11-01T07:30:00+01:00","elapsedSeconds":1800}""";

    /// <summary>A run at the same hour of another day in November.</summary>
    public static string RunOn(int day) => Run.Replace("-11-01T", $"-11-{day:00}T", StringComparison.Ordinal);

    public static string NewId() => Guid.CreateVersion7().ToString();

    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client,
        HttpMethod method,
        string path,
        string? body = null,
        string mediaType = "application/json",
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static Task<HttpResponseMessage> PutAsync(this HttpClient client, string id, string body, params (string, string)[] headers) =>
        client.SendAsync(HttpMethod.Put, $"/v1/activities/{id}", body, headers: headers);

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string body, params (string, string)[] headers) =>
        client.SendAsync(HttpMethod.Post, "/v1/activities", body, headers: headers);

    public static Task<HttpResponseMessage> PatchAsync(this HttpClient client, string id, string body, params (string, string)[] headers) =>
        client.SendAsync(HttpMethod.Patch, $"/v1/activities/{id}", body, "application/merge-patch+json", headers);

    public static Task<HttpResponseMessage> GetActivityAsync(this HttpClient client, string id, params (string, string)[] headers) =>
        client.SendAsync(HttpMethod.Get, $"/v1/activities/{id}", headers: headers);

    public static Task<HttpResponseMessage> DeleteActivityAsync(this HttpClient client, string id, params (string, string)[] headers) =>
        client.SendAsync(HttpMethod.Delete, $"/v1/activities/{id}", headers: headers);

    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;

    public static string ETag(this HttpResponseMessage response) => response.Headers.ETag!.ToString();

    /// <summary>Asserts an RFC 9457 response and returns it.</summary>
    public static async Task<JsonObject> ProblemAsync(this HttpResponseMessage response, int status, string type)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.JsonAsync();
        Assert.Equal($"/problems/{type}", (string?)problem["type"]);
        Assert.Equal(status, (int?)problem["status"]);
        Assert.False(string.IsNullOrEmpty((string?)problem["title"]));
        return problem;
    }
}
