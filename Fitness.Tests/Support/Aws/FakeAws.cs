using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.Support;

/// <summary>
/// A fake of a container's surroundings on an EC2 host: the instance metadata service (version 2, which needs a session token) with
/// a role's temporary credentials, and the region's endpoints over TLS, distinguished by host name. The endpoints of AWS reject calls
/// that are not signed with those credentials (Signature Version 4).
/// </summary>
internal sealed class FakeAws : IAsyncDisposable
{
    public const string Region = "eu-central-1";
    public const string Account = "111122223333";
    public const string InstanceId = "i-0123456789abcdef0";
    private const string Role = "fitness-qa";
    private const string SessionHeader = "X-aws-ec2-metadata-token";
    private const string SessionLifeHeader = "X-aws-ec2-metadata-token-ttl-seconds";
    private const int DefaultHopLimit = 64;
    private static readonly string[] Zones = [$"{Region}.amazonaws.com", $"ecr.{Region}.amazonaws.com", $"dkr.ecr.{Region}.amazonaws.com"];
    private readonly string session = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly ConcurrentDictionary<string, TemporaryCredentials> issued = new();
    private readonly ConcurrentQueue<string> used = new();
    private readonly Dictionary<string, Func<HttpContext, Task>> open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<SignedCall, Task<IResult>>> services = new(StringComparer.Ordinal);
    private readonly WebApplication app;

    private FakeAws(IPAddress address, IPEndPoint metadata, int hopLimit)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Fitness tests", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var zone in Zones)
            names.AddDnsName($"*.{zone}");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        Certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        // The limit is the number of hops for the response's packets, as on EC2.
        builder.Services.Configure<SocketTransportOptions>(options =>
            options.CreateBoundListenSocket = endpoint =>
            {
                var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
                if (endpoint.Equals(metadata))
                    socket.Ttl = (short)hopLimit;
                return socket;
            }
        );
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.Listen(metadata);
            kestrel.Listen(address, 443, listener => listener.UseHttps(Certificate));
        });
        app = builder.Build();
        app.MapPut("/latest/api/token", (HttpContext call) =>
        {
            if (!call.Request.Headers.TryGetValue(SessionLifeHeader, out var life))
                return Results.BadRequest();
            call.Response.Headers[SessionLifeHeader] = life;
            return Results.Text(session);
        });
        app.MapGet("/latest/meta-data/instance-id", (HttpRequest call) => WithSession(call, () => Results.Text(InstanceId)));
        app.MapGet("/latest/meta-data/iam/security-credentials/", (HttpRequest call) => WithSession(call, () => Results.Text(Role)));
        app.MapGet($"/latest/meta-data/iam/security-credentials/{Role}", (HttpRequest call) => WithSession(call, Issue));
        app.MapFallback("{**path}", RespondAsync);
    }

    /// <summary>The endpoints' self-signed certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The address of the metadata service.</summary>
    public string Metadata => app.Urls.Single(url => url.StartsWith("http:", StringComparison.Ordinal));

    /// <summary>How long issued credentials are valid.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromHours(6);

    /// <summary>All secrets that were issued.</summary>
    public IEnumerable<string> Secrets =>
        issued.Values.SelectMany(credentials => new[] { credentials.SecretKey, credentials.Token }).Append(session);

    /// <summary>The access keys that signed requests, in order.</summary>
    public IReadOnlyCollection<string> UsedKeys => used;

    /// <summary>What was refused, and why.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    /// <summary>The host name of a service's endpoint in the region.</summary>
    public static string EndpointName(string service) => $"{service}.{Region}.amazonaws.com";

    /// <summary>Starts it.</summary>
    /// <param name="address">Where the endpoints listen, on port 443.</param>
    /// <param name="metadata">Where the metadata service listens; by default on any port of that address.</param>
    /// <param name="hopLimit">The hop limit of the metadata service's responses.</param>
    public static async Task<FakeAws> StartAsync(IPAddress address, IPEndPoint? metadata = null, int hopLimit = DefaultHopLimit)
    {
        var fake = new FakeAws(address, metadata ?? new IPEndPoint(address, 0), hopLimit);
        try
        {
            await fake.app.StartAsync();
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AccessDenied)
        {
            await fake.DisposeAsync();
            Assert.Skip(
                "The region's endpoint is at port 443, on which this user may not listen. Run the tests as root, or lower net.ipv4.ip_unprivileged_port_start."
            );
        }
        return fake;
    }

    /// <summary>Handles the signed calls to a service, such as <c>dynamodb</c>.</summary>
    public FakeAws With(string service, Func<SignedCall, Task<IResult>> respond)
    {
        services[EndpointName(service)] = respond;
        return this;
    }

    /// <summary>Handles every call to a host that needs no signature.</summary>
    public FakeAws WithHost(string name, Func<HttpContext, Task> respond)
    {
        open[name] = respond;
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Certificate.Dispose();
    }

    private IResult WithSession(HttpRequest call, Func<IResult> respond)
    {
        if (call.Headers[SessionHeader] == session)
            return respond();
        Refused.Enqueue($"{call.Path} without the session's token");
        return Results.StatusCode(401);
    }

    private IResult Issue()
    {
        var credentials = new TemporaryCredentials(
            $"ASIA{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}",
            Convert.ToHexString(RandomNumberGenerator.GetBytes(20)),
            Convert.ToHexString(RandomNumberGenerator.GetBytes(40))
        );
        issued[credentials.AccessKey] = credentials;
        var now = TimeProvider.System.GetUtcNow();
        return Results.Text(
            $$"""
            {"Code":"Success","Type":"AWS-HMAC","LastUpdated":"{{Time(now)}}","Expiration":"{{Time(now + Life)}}",
             "AccessKeyId":"{{credentials.AccessKey}}","SecretAccessKey":"{{credentials.SecretKey}}","Token":"{{credentials.Token}}"}
            """,
            "application/json"
        );

        static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private async Task RespondAsync(HttpContext context)
    {
        var name = context.Request.Host.Host;
        if (open.TryGetValue(name, out var respond))
            await respond(context);
        else
            await (await RespondSignedAsync(context, name)).ExecuteAsync(context);
    }

    private async Task<IResult> RespondSignedAsync(HttpContext context, string name)
    {
        if (!services.TryGetValue(name, out var service))
        {
            Refused.Enqueue($"{context.Request.Method} {name}{context.Request.Path}");
            return Results.NotFound();
        }
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var call = new SignedCall(context.Request, body.ToArray());
        if (SignatureV4.Check(call, Region, issued, out var key) is { } refusal)
        {
            Refused.Enqueue($"{name}: {refusal}");
            return Results.Text(
                """{"__type":"com.amazon.coral.service#UnrecognizedClientException","message":"The security token included in the request is invalid."}""",
                "application/x-amz-json-1.0",
                statusCode: 400
            );
        }
        used.Enqueue(key);
        return await service(call);
    }
}
