using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Fitness.Tests.Capsule;

/// <summary>The calls that are replayed.</summary>
internal static class ReplayCalls
{
    /// <summary>An activity of June.</summary>
    public static string Activity(int day) =>
        $$"""{"sport":"running","start":"2026-06-{{day:00}}T10:00:00+02:00","elapsedSeconds":600,"name":"Lauf {{day}}"}""";

    /// <summary>Sends a request that has to succeed.</summary>
    public static async Task<JsonNode> SendAsync(
        HttpClient client,
        HttpMethod method,
        string target,
        string? body = null,
        string? key = null,
        string? ifMatch = null
    )
    {
        using var response = await RequestAsync(client, method, target, body, key, ifMatch);
        Assert.True(response.IsSuccessStatusCode, $"{method} {target}: {response.StatusCode}");
        return response.StatusCode == HttpStatusCode.NoContent
            ? new JsonObject()
            : (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Sends one that need not.</summary>
    public static async Task TrySendAsync(HttpClient client, HttpMethod method, string target, string body)
    {
        using var response = await RequestAsync(client, method, target, body, null, null);
    }

    private static Task<HttpResponseMessage> RequestAsync(
        HttpClient client,
        HttpMethod method,
        string target,
        string? body,
        string? key,
        string? ifMatch
    )
    {
        var request = new HttpRequestMessage(method, target);
        if (body is not null)
            request.Content = new StringContent(
                body,
                Encoding.UTF8,
                method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json"
            );
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
