using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>Calls to the API, as an app makes them.</summary>
internal static class Calls
{
    /// <summary>Creates an activity like a client that honours 503: it retries until the storage is back.</summary>
    public static async Task CreateAsync(this HttpClient api, string id)
    {
        var body = new JsonObject
        {
            ["sport"] = "running",
            ["start"] = "2026-11-01T07:30:00+01:00",
            ["elapsedSeconds"] = 1800,
        };
        var status = HttpStatusCode.ServiceUnavailable;
        await Eventually.WaitForAsync(
            async () =>
            {
                using var response = await api.PutAsJsonAsync($"/v1/activities/{id}", body, TestContext.Current.CancellationToken);
                return (status = response.StatusCode) != HttpStatusCode.ServiceUnavailable;
            },
            () => "The API goes on to answer 503."
        );
        Assert.Equal(HttpStatusCode.Created, status);
    }

    /// <summary>Waits until the API no longer responds: what the AppHost started ends after it.</summary>
    public static Task WaitUntilGoneAsync(this HttpClient api) =>
        Eventually.WaitForAsync(
            async () =>
            {
                try
                {
                    using var response = await api.GetAsync(Routes.Alive, TestContext.Current.CancellationToken);
                    return false;
                }
                catch (HttpRequestException)
                {
                    return true;
                }
            },
            () => "The API does not end."
        );

    /// <summary>Waits until the API has created the table again, with the samples in it.</summary>
    public static Task WaitForSamplesAsync(this HttpClient api) =>
        Eventually.WaitForAsync(
            async () =>
            {
                using var response = await api.GetAsync(Routes.FirstActivity, TestContext.Current.CancellationToken);
                return response.StatusCode == HttpStatusCode.OK;
            },
            () => "The samples do not come back."
        );

    /// <summary>Whether the activity exists.</summary>
    public static async Task<bool> HasAsync(this HttpClient api, string id)
    {
        using var response = await api.GetAsync($"/v1/activities/{id}", TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{(int)response.StatusCode}");
        return response.StatusCode == HttpStatusCode.OK;
    }
}
