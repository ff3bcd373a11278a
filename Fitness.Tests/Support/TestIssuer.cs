using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Fitness.Tests.Support;

/// <summary>A token issuer like any OpenID Connect provider: a discovery document, a key set, and keys that change.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "fitness";
    private readonly WebApplication app;

    // Making a key takes longer than most tests; that issuers on different addresses share their first one makes no difference.
    private static readonly RSAParameters FirstKey = RSA.Create(2048).ExportParameters(includePrivateParameters: true);
    private readonly List<RsaSecurityKey> published = [];

    private readonly string? publicUrl;
    private TaskCompletionSource? silence;
    private int requests;

    private TestIssuer(WebApplication app, string? publicUrl) => (this.app, this.publicUrl) = (app, publicUrl);

    /// <summary>The issuer's URL, at which others reach it.</summary>
    public string Url => publicUrl ?? Address;

    /// <summary>Where it listens.</summary>
    public string Address => app.Urls.Single();

    /// <summary>How many requests it got.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>The current signing key.</summary>
    public RsaSecurityKey Key { get; private set; } = null!;

    /// <summary>Starts it on an address of this machine, by default the loopback address.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="publicUrl">The issuer's URL, if it is not that address.</param>
    public static async Task<TestIssuer> StartAsync(IPAddress? address = null, string? publicUrl = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(address ?? IPAddress.Loopback, 0));
        var issuer = new TestIssuer(builder.Build(), publicUrl);
        issuer.Publish(new RsaSecurityKey(RSA.Create(FirstKey)) { KeyId = NewKeyId() });
        issuer.app.Use(issuer.AnswerUnlessSilentAsync);
        issuer.app.MapGet("/.well-known/openid-configuration", () =>
            Results.Text($$"""{"issuer":"{{issuer.Url}}","jwks_uri":"{{issuer.Url}}/keys"}""", "application/json")
        );
        issuer.app.MapGet("/keys", () =>
            Results.Text($$"""{"keys":[{{string.Join(',', issuer.published.Select(Describe))}}]}""", "application/json")
        );
        await issuer.app.StartAsync();
        return issuer;
    }

    /// <summary>A key that is not published.</summary>
    public static RsaSecurityKey CreateKey() => new(RSA.Create(2048)) { KeyId = NewKeyId() };

    /// <summary>Publishes a new key and signs with it from now on.</summary>
    public void ChangeKey() => Publish(CreateKey());

    /// <summary>From now on it takes requests and never answers.</summary>
    public void FallSilent() => silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From now on it answers again; the connections of earlier requests end without an answer.</summary>
    public void SpeakAgain() => Interlocked.Exchange(ref silence, null)?.SetResult();

    /// <summary>A valid token for the user, except for what <paramref name="change"/> changes.</summary>
    public string Token(string? user, Action<SecurityTokenDescriptor>? change = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Url,
            Audience = Audience,
            NotBefore = now.AddMinutes(-1),
            IssuedAt = now.AddMinutes(-1),
            Expires = now.AddMinutes(10),
            Claims = user is null ? [] : new Dictionary<string, object> { ["sub"] = user },
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    /// <summary>The settings of an API that trusts this issuer.</summary>
    public (string Name, string Value)[] Settings =>
        [(SettingNames.Authority, Url), (SettingNames.Audience, Audience), ($"{SettingNames.BearerSection}:RequireHttpsMetadata", "false")];

    public ValueTask DisposeAsync()
    {
        SpeakAgain();
        return app.DisposeAsync();
    }

    private static string NewKeyId() => Guid.NewGuid().ToString("N");

    private void Publish(RsaSecurityKey key)
    {
        Key = key;
        published.Add(key);
    }

    private async Task AnswerUnlessSilentAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref requests);
        if (silence is { } until)
        {
            await until.Task;
            context.Abort();
            return;
        }
        await next(context);
    }

    private static string Describe(RsaSecurityKey key)
    {
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{key.KeyId}}","n":"{{Base64UrlEncoder.Encode(parameters.Modulus)}}","e":"{{Base64UrlEncoder.Encode(parameters.Exponent)}}"}""";
    }
}
