using System.IO.Compression;
using System.Net;
using System.Text;
using Fitness.Tests.Support;

namespace Fitness.Tests.Capsule;

/// <summary>Makes reports.</summary>
internal static class ReportClient
{
    /// <summary>A report as a file.</summary>
    public static async Task<string> ReportFileAsync(this HttpClient client, string title = "t")
    {
        var path = Path.Combine(Folders.Create(), "report.zip");
        using var response = await client.PostAsync(
            Routes.Report,
            new StringContent($$"""{"title":"{{title}}"}""", Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await using var file = File.Create(path);
        await response.Content.CopyToAsync(file, TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>A report as a folder with its files.</summary>
    public static async Task<string> ReportFolderAsync(this HttpClient client)
    {
        var folder = Folders.Create();
        await ZipFile.ExtractToDirectoryAsync(await client.ReportFileAsync(), folder, TestContext.Current.CancellationToken);
        return folder;
    }
}
