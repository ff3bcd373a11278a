using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Import;

/// <summary>Imports, as an app makes them.</summary>
internal static class Imports
{
    public const string Gpx = "application/gpx+xml";
    public const string Tcx = "application/vnd.garmin.tcx+xml";
    private const string Xml = "application/xml";

    /// <summary>Sends a file in UTF-8.</summary>
    public static Task<HttpResponseMessage> SendAsync(this ApiFixture api, string file, string mediaType = Xml, string? timezone = null) =>
        api.SendAsync(Encoding.UTF8.GetBytes(file), mediaType, timezone);

    /// <summary>Sends a file byte for byte.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        this ApiFixture api,
        byte[] file,
        string mediaType = Xml,
        string? timezone = null,
        string? encoding = null,
        string duplicates = "store"
    )
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        return await api.Client.PostAsync(
            $"{Routes.ActivityImport}?duplicates={duplicates}{(timezone is null ? "" : $"&timezone={Uri.EscapeDataString(timezone)}")}",
            content,
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>The first result of an import that succeeded.</summary>
    public static async Task<JsonNode> FirstResultAsync(this Task<HttpResponseMessage> import) => (await import.ResultsAsync())[0]!;

    /// <summary>All results of one.</summary>
    public static async Task<JsonArray> ResultsAsync(this Task<HttpResponseMessage> import)
    {
        using var response = await import;
        Assert.True(
            response.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
        var results = (await response.JsonAsync())["results"]!.AsArray();
        Assert.Equal(response.StatusCode == HttpStatusCode.Created && results.Count == 1, response.Headers.Location is not null);
        return results;
    }

    /// <summary>What was left out, such as <c>time 1, altitude 2</c>.</summary>
    public static string Warnings(this JsonNode result) =>
        string.Join(", ", result["warnings"]!.AsArray().Select(one => $"{one!["what"]} {one["count"]}"));
}
