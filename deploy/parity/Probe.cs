using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fitness.Parity.Local;

namespace Fitness.Parity;

/// <summary>Sends the workload to a service, as a user without data, and normalizes the responses so that two services can be compared.</summary>
internal sealed partial class Probe : IDisposable
{
    private const int Erasures = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    // The workload's own times are long past; later ones come from the service or lie in the future.
    private static readonly TimeSpan Recent = TimeSpan.FromDays(2);

    // Headers that differ in every call or are compared elsewhere: rate limits as settings, storage requests under a name of their own.
    private static readonly string[] Skipped =
    [
        "Date",
        "Server",
        "Connection",
        "Transfer-Encoding",
        "Content-Length",
        "RateLimit",
        "RateLimit-Policy",
        FitnessHeaders.Caller,
        FitnessHeaders.StorageRequests,
    ];
    private readonly HttpClient client;
    private readonly Dictionary<string, string> kept = new(StringComparer.Ordinal);
    private readonly DateTimeOffset now;

    private readonly string address;
    private readonly char letter;
    private readonly string? token;
    private readonly TimeProvider time;

    private Probe(Uri address, char letter, string? token, TimeProvider time)
    {
        (this.address, this.letter, this.token, this.time) = (address.AbsoluteUri.TrimEnd('/'), letter, token, time);
        now = time.GetUtcNow();
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout };
    }

    /// <summary>Sends the workload.</summary>
    /// <returns>The responses by step.</returns>
    /// <exception cref="CommandException">The service cannot be reached, or the user has data.</exception>
    public static async Task<JsonObject> RunAsync(
        Uri address,
        char letter,
        string? token,
        Workload workload,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        using var probe = new Probe(address, letter, token, time);
        try
        {
            await probe.RequireNoDataAsync(cancellation);
            try
            {
                var responses = new JsonObject();
                foreach (var step in workload.Steps)
                    responses[$"{step.Name}: {step.Method} {step.Path}"] = await probe.SendAsync(step, cancellation);
                return responses;
            }
            finally
            {
                // Even after a failure or a cancellation.
                await probe.EraseAsync();
            }
        }
        catch (Exception exception)
            when (exception is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new CommandException($"{letter} cannot be probed. {address} is not reached: {exception.GetBaseException().Message}");
        }
    }

    public void Dispose() => client.Dispose();

    private async Task RequireNoDataAsync(CancellationToken cancellation)
    {
        foreach (var path in new[] { $"{Routes.Activities}?limit=1", $"{Routes.ActivityChanges}?limit=1" })
        {
            using var response = await GetAsync(path, cancellation);
            if (response.StatusCode is HttpStatusCode.Unauthorized)
                throw new CommandException(
                    $"{letter} cannot be probed. It wants the token of a user without data in the variable {SideTokens.ProbeVariable}."
                );
            if (!response.IsSuccessStatusCode)
                throw new CommandException($"{letter} cannot be probed. {path} answers {(int)response.StatusCode}.");
            if (
                JsonNode
                    .Parse(await response.Content.ReadAsStringAsync(cancellation))!
                    .AsObject()
                    .Any(member => member.Value is JsonArray { Count: > 0 })
            )
                throw new CommandException(
                    $"{letter} cannot be probed. Its user has data, and the probe erases its user's when it ends. Give it the token of a user without in the variable {SideTokens.ProbeVariable}, or an image or '.' instead of an address."
                );
        }
    }

    /// <summary>Tries without a token first: a token is sent only to a service that asks for one.</summary>
    private async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellation)
    {
        var response = await client.GetAsync(AddressOf(path), cancellation);
        if (response.StatusCode != HttpStatusCode.Unauthorized || client.DefaultRequestHeaders.Authorization is not null || token is null)
            return response;
        response.Dispose();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.GetAsync(AddressOf(path), cancellation);
    }

    private Uri AddressOf(string path) => new($"{address}{path}");

    private async Task<JsonObject> SendAsync(WorkloadStep step, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(new HttpMethod(step.Method), AddressOf(Substitute(step.Path)));
        foreach (var (name, value) in step.Headers ?? [])
            request.Headers.TryAddWithoutValidation(name, Substitute(value));
        request.Headers.Add(FitnessHeaders.StorageRequests, "?1");
        if (step.Body is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            // The service can refuse before it reads the body; a client that keeps sending may lose the response with the connection.
            request.Headers.ExpectContinue = true;
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(step.ContentType ?? "application/json");
        }
        using var response = await client.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        foreach (var (name, place) in step.Keep ?? [])
            kept[name] = Find(response, text, place) ?? "";
        var result = new JsonObject
        {
            ["request"] = step.ToString(),
            ["status"] = (int)response.StatusCode,
            ["headers"] = Headers(response),
            ["body"] = Body(response, text),
        };
        if (response.Headers.TryGetValues(FitnessHeaders.StorageRequests, out var requests))
            result["storage"] = string.Join(", ", requests);
        return result;
    }

    /// <exception cref="CommandException">The data is still there after all attempts.</exception>
    private async Task EraseAsync()
    {
        for (var attempt = 0; attempt < Erasures; attempt++)
        {
            using var response = await client.DeleteAsync(AddressOf(Routes.Me), CancellationToken.None);
            if (response.StatusCode == HttpStatusCode.NoContent)
                return;
            await Task.Delay(response.Headers.RetryAfter?.Delta ?? Pause, time, CancellationToken.None);
        }
        throw new CommandException(
            $"{letter} still has the probe's data: DELETE {AddressOf(Routes.Me)} did not answer 204. Send it again."
        );
    }

    private string Substitute(string text) =>
        kept.Aggregate(text, (filled, value) => filled.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal));

    private static string? Find(HttpResponseMessage response, string text, string place)
    {
        const string header = "header:";
        if (place.StartsWith(header, StringComparison.Ordinal))
            return response.Headers.TryGetValues(place[header.Length..], out var values) ? values.First() : null;
        return IsJson(response) ? (string?)JsonNode.Parse(text)?[place.TrimStart('/')] : null;
    }

    private JsonObject Headers(HttpResponseMessage response)
    {
        var headers = new JsonObject();
        foreach (
            var (name, values) in response
                .Headers.Concat(response.Content.Headers)
                .Where(header => !Skipped.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
                .OrderBy(header => header.Key, StringComparer.Ordinal)
        )
            headers[name] = Normalize(string.Join(", ", values));
        return headers;
    }

    private JsonNode? Body(HttpResponseMessage response, string text)
    {
        if (text.Length == 0)
            return null;
        if (IsJson(response))
            return Normalize(null, JsonNode.Parse(text));
        // An export has one JSON document per line.
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("ndjson", StringComparison.Ordinal) == true)
            return new JsonArray([
                .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Normalize(null, JsonNode.Parse(line))),
            ]);
        return Normalize(text);
    }

    private static bool IsJson(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json";

    /// <summary>Replaces current times, the server's ids and opaque values with their kind.</summary>
    private JsonNode? Normalize(string? name, JsonNode? node) =>
        node switch
        {
            null => null,
            JsonObject parent => new JsonObject(
                parent.Select(member => KeyValuePair.Create(member.Key, Normalize(member.Key, member.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(item => Normalize(name, item))]),
            // The environments have different users.
            _ when name is "user_id" => "(user)",
            _ when name is "nextCursor" or "nextToken" or "traceId" => $"({name})",
            JsonValue value when value.GetValueKind() == JsonValueKind.String => Normalize(value.GetValue<string>()),
            _ => node.DeepClone(),
        };

    private string Normalize(string text) =>
        Time()
            .Replace(Id().Replace(ETag().Replace(text.Replace(address, "(address)", StringComparison.Ordinal), "(etag)"), "(id)"), match =>
                DateTimeOffset.TryParse(match.Value, CultureInfo.InvariantCulture, out var time) && time > now - Recent
                    ? "(time)"
                    : match.Value
            );

    [GeneratedRegex("\"[0-9]+-[0-9a-f]+\"", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex ETag();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex Time();
}
