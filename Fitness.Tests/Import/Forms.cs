using System.Net.Http.Headers;
using System.Text;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Import;

/// <summary>Forms with a file, as browsers send them.</summary>
internal static class Forms
{
    public const string Boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW";

    /// <summary>A form of these parts; those without a file name are fields.</summary>
    public static HttpContent Create(params (string Name, string? FileName, byte[] Content)[] parts)
    {
        var form = new MultipartFormDataContent(Boundary);
        foreach (var (name, fileName, content) in parts)
        {
            var part = new ByteArrayContent(content);
            if (fileName is null)
            {
                form.Add(part, name);
                continue;
            }
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, name, fileName);
        }
        return form;
    }

    /// <summary>Sends a body, whatever it is, as a form.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(
        this ApiFixture api,
        byte[] body,
        string mediaType = $"multipart/form-data; boundary={Boundary}"
    )
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return await api.Client.PostAsync($"{Routes.ActivityImport}?duplicates=store", content, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a body, whatever it is, as a form.</summary>
    public static Task<HttpResponseMessage> SendFormAsync(
        this ApiFixture api,
        string body,
        string mediaType = $"multipart/form-data; boundary={Boundary}"
    ) => api.SendFormAsync(Encoding.UTF8.GetBytes(body), mediaType);
}
