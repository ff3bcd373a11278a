using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.Image;

/// <summary>
/// What an EC2 host has around a container: the instance metadata service (version 2: a session token first) with a role's
/// temporary credentials, and the region's DynamoDB endpoint over TLS, which lets nothing through that those credentials have not
/// signed (Signature Version 4), and hands the rest to the tests' engine.
/// </summary>
internal sealed partial class AwsStandIn : IAsyncDisposable
{
    public const string Region = "eu-central-1";
    public const string EndpointName = $"dynamodb.{Region}.amazonaws.com";
    private const string Role = "fitness-qa";
    private const string SessionHeader = "X-aws-ec2-metadata-token";
    private readonly string session = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly ConcurrentDictionary<string, Credentials> issued = new();
    private readonly ConcurrentQueue<string> used = new();
    private readonly HttpClient engine;
    private readonly WebApplication app;

    private AwsStandIn(IPAddress address, Uri engineEndpoint)
    {
        engine = new HttpClient { BaseAddress = engineEndpoint };
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={EndpointName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(EndpointName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        Certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.Listen(address, 0);
            kestrel.Listen(address, 443, listener => listener.UseHttps(Certificate));
        });
        app = builder.Build();
        app.MapPut("/latest/api/token", (HttpRequest call) => call.Headers.ContainsKey("X-aws-ec2-metadata-token-ttl-seconds") ? Results.Text(session) : Results.BadRequest());
        app.MapGet("/latest/meta-data/iam/security-credentials/", (HttpRequest call) => WithSession(call, () => Results.Text(Role)));
        app.MapGet($"/latest/meta-data/iam/security-credentials/{Role}", (HttpRequest call) => WithSession(call, Issue));
        app.MapPost("/", ForwardAsync);
        app.MapFallback((HttpRequest call) =>
        {
            Refused.Enqueue($"{call.Method} {call.Path}");
            return Results.NotFound();
        });
    }

    /// <summary>The endpoint's certificate, its own authority.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Where the metadata service answers.</summary>
    public string Metadata => app.Urls.Single(url => url.StartsWith("http:", StringComparison.Ordinal));

    /// <summary>How long the credentials that are handed out are valid.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Everything secret that was handed out.</summary>
    public IEnumerable<string> Secrets => issued.Values.SelectMany(credentials => new[] { credentials.SecretKey, credentials.Token }).Append(session);

    /// <summary>The access keys that signed requests, in their order.</summary>
    public IReadOnlyCollection<string> UsedKeys => used;

    /// <summary>What was refused, and why.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    public static async Task<AwsStandIn> StartAsync(IPAddress address, Uri engineEndpoint)
    {
        var standIn = new AwsStandIn(address, engineEndpoint);
        try
        {
            await standIn.app.StartAsync();
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AccessDenied)
        {
            await standIn.DisposeAsync();
            Assert.Skip("The region's endpoint is at port 443, on which this user may not listen. Run the tests as root, or lower net.ipv4.ip_unprivileged_port_start.");
        }
        return standIn;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        engine.Dispose();
        Certificate.Dispose();
    }

    private IResult WithSession(HttpRequest call, Func<IResult> answer)
    {
        if (call.Headers[SessionHeader] == session) return answer();
        Refused.Enqueue($"{call.Path} without the session's token");
        return Results.StatusCode(401);
    }

    private IResult Issue()
    {
        var credentials = new Credentials($"ASIA{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}", Convert.ToHexString(RandomNumberGenerator.GetBytes(20)), Convert.ToHexString(RandomNumberGenerator.GetBytes(40)));
        issued[credentials.Key] = credentials;
        var now = TimeProvider.System.GetUtcNow();
        return Results.Text($$"""
            {"Code":"Success","Type":"AWS-HMAC","LastUpdated":"{{Time(now)}}","Expiration":"{{Time(now + Life)}}",
             "AccessKeyId":"{{credentials.Key}}","SecretAccessKey":"{{credentials.SecretKey}}","Token":"{{credentials.Token}}"}
            """, "application/json");

        static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private async Task<IResult> ForwardAsync(HttpRequest call)
    {
        using var body = new MemoryStream();
        await call.Body.CopyToAsync(body);
        if (Refusal(call, body.ToArray()) is { } refusal)
        {
            Refused.Enqueue(refusal);
            return Results.Text("""{"__type":"com.amazon.coral.service#UnrecognizedClientException","message":"The security token included in the request is invalid."}""", "application/x-amz-json-1.0", statusCode: 400);
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", call.ContentType);
        foreach (var name in new[] { "X-Amz-Target", "X-Amz-Date", "Authorization" }) request.Headers.TryAddWithoutValidation(name, (string?)call.Headers[name]);
        using var response = await engine.SendAsync(request);
        return Results.Text(await response.Content.ReadAsStringAsync(), "application/x-amz-json-1.0", statusCode: (int)response.StatusCode);
    }

    /// <summary>Checks the signature as <see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">AWS describes it</see>.</summary>
    private string? Refusal(HttpRequest call, byte[] body)
    {
        if (call.Host.Host != EndpointName) return $"the host is {call.Host}";
        if (Authorization().Match((string?)call.Headers.Authorization ?? "") is not { Success: true } parts) return "no signature";
        var (key, scope, signedHeaders) = (parts.Groups["key"].Value, parts.Groups["scope"].Value, parts.Groups["headers"].Value);
        if (!issued.TryGetValue(key, out var credentials)) return $"the key {key} was never handed out";
        if (call.Headers["X-Amz-Security-Token"] != credentials.Token) return "the session token is not the key's";
        var headers = string.Concat(signedHeaders.Split(';').Select(name => $"{name}:{((string?)call.Headers[name])?.Trim()}\n"));
        var canonical = $"POST\n/\n\n{headers}\n{signedHeaders}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        var text = $"AWS4-HMAC-SHA256\n{call.Headers["X-Amz-Date"]}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signing = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{credentials.SecretKey}"), Sign);
        if (Convert.ToHexStringLower(Sign(signing, text)) != parts.Groups["signature"].Value) return "the signature is wrong";
        used.Enqueue(key);
        return null;

        static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
    }

    private sealed record Credentials(string Key, string SecretKey, string Token);

    [GeneratedRegex($@"^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<scope>\d+/{Region}/dynamodb/aws4_request), ?SignedHeaders=(?<headers>[^,]+), ?Signature=(?<signature>[0-9a-f]{{64}})$")]
    private static partial Regex Authorization();
}
