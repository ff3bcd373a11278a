using System.Net.Http.Headers;
using System.Text;

namespace Fitness.Benchmarks.Calls;

/// <summary>A kind of request.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">A <see cref="Template"/> of the path with its query.</param>
/// <param name="Body">A <see cref="Template"/> of the body; empty for none.</param>
/// <param name="Headers">The headers, each as <c>name:value</c>; one with several values has them in turn.</param>
internal sealed record Request(string Method, string Path, string Body, params string[] Headers)
{
    private const string ContentType = "Content-Type";
    private const string Json = $"{ContentType}:application/json";

    public static Request Get(string path) => new("GET", path, "");

    public static Request Post(string path, string json) => new("POST", path, json, Json);

    public static Request Put(string path, string json, params string[] headers) => new("PUT", path, json, [Json, .. headers]);

    /// <summary>Sends it once.</summary>
    /// <returns>The answer's body.</returns>
    /// <exception cref="InvalidOperationException">The answer is no success; the message has it.</exception>
    public async Task<string> SendAsync(Service service, long number, CancellationToken cancellation = default)
    {
        using var client = new HttpClient();
        using var message = new HttpRequestMessage(
            new HttpMethod(Method),
            service.Address.GetLeftPart(UriPartial.Authority) + Template.Fill(Path, number)
        );
        foreach (var header in Headers.Select(header => header.Split(':', 2)).DistinctBy(header => header[0], StringComparer.Ordinal))
        {
            if (header[0] == ContentType)
            {
                message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Template.Fill(Body, number)));
                message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(header[1]);
            }
            else
                message.Headers.TryAddWithoutValidation(header[0], header[1]);
        }
        using var response = await client.SendAsync(message, cancellation);
        var body = await response.Content.ReadAsStringAsync(cancellation);
        return response.IsSuccessStatusCode
            ? body
            : throw new InvalidOperationException($"{service.Name} answers {(int)response.StatusCode} to {Method} {Path}: {body}");
    }
}

/// <summary>A line of a table: a request to a service.</summary>
/// <param name="Name">Its name, the same in every table.</param>
/// <param name="Service">Who answers.</param>
/// <param name="Request">What is asked.</param>
internal sealed record Row(string Name, Service Service, Request Request);
