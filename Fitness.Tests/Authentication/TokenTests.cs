using System.Net;
using System.Security.Cryptography;
using System.Text;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace Fitness.Tests.Authentication;

/// <summary>Checks tokens with a real issuer's discovery document and key set.</summary>
public sealed class TokenTests(UsersFixture api, SharedEngine engine) : IClassFixture<UsersFixture>
{
    private TestIssuer Issuer => api.Issuer;

    [Fact]
    public async Task A_right_token_is_its_subject_and_nobody_is_the_demo_user()
    {
        using var client = api.CreateClient(Issuer.Token("auth0|Ann"));
        using var put = await client.PutAsync("mine", Http.Run);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.False(put.Headers.Contains("Fitness-Caller"));
        Assert.Contains(
            "\"user_id\":\"auth0|Ann\"",
            await client.GetStringAsync("/activity/mine", TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string> Wrong =>
        [
            "none",
            "expired",
            "not yet valid",
            "wrong audience",
            "strange audience",
            "no audience",
            "wrong issuer",
            "alg none",
            "unsigned",
            "tampered",
            "foreign key",
            "foreign key under a known id",
            "public key as secret",
            "no expiry",
            "no subject",
            "empty subject",
            "long subject",
            "numeric subject",
            "rubbish",
            "two tokens",
            "unknown crit",
            "empty crit",
            "unencoded payload",
            "unencoded payload without crit",
            "ID token",
            "ID token of OpenID Connect",
            "another use",
            "logout token",
            "logout token of type JWT",
            "another type",
        ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_token_is_401_and_changes_nothing(string wrong)
    {
        using var client = api.CreateClient("");
        client.DefaultRequestHeaders.Remove("Authorization");
        if (Make(wrong) is { } token)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        foreach (
            var call in new Func<Task<HttpResponseMessage>>[]
            {
                () => client.GetAsync("/v1/activities"),
                () => client.PutAsync("x", Http.Run),
                () => client.DeleteAsync("/v1/me"),
            }
        )
        {
            using var response = await call();
            var problem = await response.ProblemAsync(401, "unauthorized");
            Assert.StartsWith(Detail(wrong), (string?)problem["detail"], StringComparison.Ordinal);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
            // RFC 6750, section 3: the characters of error_description.
            Assert.Matches(
                """^(?:error="invalid_token", error_description="[ !#-\[\]-~]+")?$""",
                response.Headers.WwwAuthenticate.Single().Parameter ?? ""
            );
            if (wrong is not ("none" or "two tokens"))
                Assert.Contains("invalid_token", response.Headers.WwwAuthenticate.Single().Parameter, StringComparison.Ordinal);
        }
        using var ann = api.CreateClient(Issuer.Token("ann"));
        Assert.Equal(
            """{"items":[],"nextCursor":null}""" + "\n",
            await ann.GetStringAsync("/v1/activities", TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [InlineData("at+jwt", null)]
    [InlineData("application/AT+JWT", null)]
    [InlineData("JWT", "access")]
    public async Task A_token_that_says_it_is_an_access_token_is_one(string type, string? use)
    {
        using var client = api.CreateClient(Issuer.Token("ann", token =>
            {
                token.TokenType = type;
                if (use is not null)
                    token.Claims["token_use"] = use;
            }));
        using var response = await client.GetAsync("/v1/activities");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Another_users_id_is_answered_like_one_that_does_not_exist()
    {
        using var owner = api.NewUser();
        using var other = api.NewUser();
        using (var put = await owner.PutAsync("secret", Http.Run))
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        foreach (
            var call in new Func<string, Task<HttpResponseMessage>>[]
            {
                id => other.GetActivityAsync(id),
                id => other.PatchAsync(id, """{"name":"x"}""", ("If-Match", "*")),
                id => other.GetAsync($"/activity/{id}"),
                id => other.DeleteActivityAsync(id),
            }
        )
        {
            using var foreign = await StorageRequests.Recorded(api, out var stopForeign, () => call("secret"));
            var foreignRequests = stopForeign();
            using var missing = await StorageRequests.Recorded(api, out var stopMissing, () => call("nowhere"));
            Assert.Equal(missing.StatusCode, foreign.StatusCode);
            Assert.Equal(await missing.Content.ReadAsByteArrayAsync(), await foreign.Content.ReadAsByteArrayAsync());
            Assert.Equal(Headers(missing), Headers(foreign));
            Assert.Equal(stopMissing(), foreignRequests);
        }
        using var still = await owner.GetActivityAsync("secret");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);

        static IEnumerable<string> Headers(HttpResponseMessage response) =>
            response.Headers.Select(header => header.Key).Where(name => name is not "Date").Order();
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_is_fetched()
    {
        // Other tests' unknown keys would count: an issuer is not asked again at once.
        await using var own = new UsersFixture(engine);
        await own.InitializeAsync();
        using (var before = own.CreateClient(own.Issuer.Token("ann")))
            Assert.Equal(HttpStatusCode.OK, (await before.GetAsync("/v1/activities")).StatusCode);
        own.Issuer.ChangeKey();
        // The unknown key makes the handler fetch the new key set, and a later token is accepted.
        await Eventually.WaitForAsync(
            async () =>
            {
                using var after = own.CreateClient(own.Issuer.Token("ann"));
                using var response = await after.GetAsync("/v1/activities");
                return response.StatusCode == HttpStatusCode.OK;
            },
            () => "the new key is not known"
        );
    }

    [Fact]
    public async Task An_access_token_of_Cognito_names_its_app_client_instead_of_an_audience()
    {
        foreach (var (client, status) in new[] { (TestIssuer.Audience, HttpStatusCode.OK), ("another", HttpStatusCode.Unauthorized) })
        {
            using var caller = api.CreateClient(Issuer.Token("ann", token =>
                {
                    token.Audience = null;
                    token.Claims["token_use"] = "access";
                    token.Claims["client_id"] = client;
                }));
            using var response = await caller.GetAsync("/v1/activities");
            Assert.Equal(status, response.StatusCode);
        }
    }

    [Fact]
    public async Task An_issuer_that_is_away_is_no_fault_of_the_token()
    {
        var away = await TestIssuer.StartAsync();
        var token = away.Token("ann");
        await using var other = new ApiFixture(engine).WithIssuer(away);
        await other.InitializeAsync();
        await away.DisposeAsync();
        using var client = other.CreateClient(token);
        using var response = await client.GetAsync("/v1/activities");
        await response.ProblemAsync(503, "issuer-unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Health_and_the_contract_need_no_token()
    {
        foreach (var path in new[] { "/health", "/alive", "/openapi/v1.json", "/problems" })
        {
            using var response = await api.Client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Only_Development_says_why_tokens_are_checked()
    {
        await using var test = new ApiFixture(engine).In(EnvironmentNames.Test).WithIssuer(Issuer);
        await test.InitializeAsync();
        using (var response = await test.Client.GetAsync("/v1/activities", TestContext.Current.CancellationToken))
            Assert.Equal(
                "No token was sent. Send 'Authorization: Bearer TOKEN'.",
                (string?)(await response.ProblemAsync(401, "unauthorized"))["detail"]
            );
        using (var response = await api.Client.GetAsync("/v1/activities", TestContext.Current.CancellationToken))
            Assert.Contains(
                "Tokens are checked because of Authentication__Schemes__Bearer__Authority",
                (string?)(await response.ProblemAsync(401, "unauthorized"))["detail"],
                StringComparison.Ordinal
            );
    }

    [Fact]
    public async Task A_refusal_says_no_more_than_the_setting_allows()
    {
        await using var quiet = new ApiFixture(engine)
            .In(EnvironmentNames.Test)
            .WithIssuer(Issuer)
            .With($"{SettingNames.BearerSection}:IncludeErrorDetails", "false");
        await quiet.InitializeAsync();
        using var client = quiet.CreateClient(Make("expired")!);
        using var response = await client.GetAsync("/v1/activities");
        Assert.Equal("The token is not accepted. Get a new one.", (string?)(await response.ProblemAsync(401, "unauthorized"))["detail"]);
        Assert.Null(response.Headers.WwwAuthenticate.Single().Parameter);
    }

    [Fact]
    public async Task Another_scheme_is_told_what_to_send()
    {
        using var client = api.CreateClient("");
        client.DefaultRequestHeaders.Remove("Authorization");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Basic YW5uOnNlY3JldA==");
        using var response = await client.GetAsync("/v1/activities");
        Assert.StartsWith(
            "The 'Authorization' header has no bearer token. Send 'Authorization: Bearer TOKEN'.",
            (string?)(await response.ProblemAsync(401, "unauthorized"))["detail"],
            StringComparison.Ordinal
        );
    }

    private static string Detail(string wrong) =>
        wrong switch
        {
            "none" => "No token was sent. Send ",
            "expired" => "The token has expired. Get ",
            "not yet valid" => "The token is not valid yet. Use it later",
            "wrong audience" or "strange audience" or "no audience" => "The token is for another audience. Get ",
            "wrong issuer" => "The token is from another issuer. Get ",
            "alg none" or "unsigned" or "tampered" or "foreign key" or "foreign key under a known id" or "public key as secret" =>
                "The token's signature is missing, or is not by a key of the issuer",
            "no expiry" => "The token does not say when it expires. Send ",
            "rubbish" or "two tokens" => "The token cannot be read: ",
            "no subject" or "empty subject" or "long subject" =>
                "The token's 'sub' is missing, or not of 1 to 255 ASCII characters. Send an access token",
            "numeric subject" => "The token's 'sub' is not a text. Send an access token",
            "unknown crit" or "empty crit" or "unencoded payload" =>
                "The token's 'crit' names what this service does not understand. Send ",
            "unencoded payload without crit" => "The token's payload is not encoded. Send ",
            "ID token" or "another use" => "The token's 'token_use' is not 'access'. Send an access token",
            "ID token of OpenID Connect" => "The token is an ID token. Send an access token",
            "logout token" or "another type" => "The token's 'typ' is not that of an access token. Send an access token",
            "logout token of type JWT" => "The token reports events. Send an access token",
            _ => throw new InvalidOperationException($"No detail for '{wrong}'."),
        };

    private string? Make(string wrong)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var right = Issuer.Token("ann");
        var parts = right.Split('.');
        return wrong switch
        {
            "none" => null,
            "expired" => Issuer.Token("ann", token => (token.NotBefore, token.Expires) = (now.AddMinutes(-20), now.AddMinutes(-2))),
            "not yet valid" => Issuer.Token("ann", token => (token.NotBefore, token.Expires) = (now.AddMinutes(2), now.AddMinutes(20))),
            "wrong audience" => Issuer.Token("ann", token => token.Audience = "other"),
            "strange audience" => Issuer.Token("ann", token => token.Audience = "\"Übung\n\\"),
            "no audience" => Issuer.Token("ann", token => token.Audience = null),
            "wrong issuer" => Issuer.Token("ann", token => token.Issuer = "https://issuer.example"),
            "alg none" => $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.",
            "unsigned" => $"{parts[0]}.{parts[1]}.",
            "tampered" =>
                $"{parts[0]}.{Encode(Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[1])).Replace("ann", "bob", StringComparison.Ordinal))}.{parts[2]}",
            "foreign key" => Signed(TestIssuer.CreateKey()),
            "foreign key under a known id" => Signed(new RsaSecurityKey(RSA.Create(2048)) { KeyId = Issuer.Key.KeyId }),
            "public key as secret" => Issuer.Token("ann", token =>
                token.SigningCredentials = new SigningCredentials(
                    new SymmetricSecurityKey(Issuer.Key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = Issuer.Key.KeyId },
                    SecurityAlgorithms.HmacSha256
                )
            ),
            "no expiry" => Issuer.Token("ann", token => token.Expires = null),
            "no subject" => Issuer.Token(null),
            "empty subject" => Issuer.Token(""),
            "long subject" => Issuer.Token(new string('a', 256)),
            "numeric subject" => Issuer.Token(null, token => token.Claims = new Dictionary<string, object> { ["sub"] = 42 }),
            // RFC 7515, section 4.1.11, and RFC 7797: what must be understood, and is not.
            "unknown crit" => Critical("http://example.com/bound"),
            "empty crit" => Critical(),
            "unencoded payload" => Critical("b64"),
            "unencoded payload without crit" => Issuer.Token("ann", token =>
                token.AdditionalHeaderClaims = new Dictionary<string, object> { ["b64"] = false }
            ),
            "ID token" => Issuer.Token("ann", token => token.Claims["token_use"] = "id"),
            "another use" => Issuer.Token("ann", token => token.Claims["token_use"] = 1),
            // OpenID Connect Back-Channel Logout 1.0, section 2.4.
            "ID token of OpenID Connect" => Issuer.Token("ann", token => token.Claims["at_hash"] = "MTIzNDU2Nzg5MDEyMzQ1Ng"),
            "logout token" => Issuer.Token("ann", token => token.TokenType = "logout+jwt"),
            "logout token of type JWT" => Issuer.Token("ann", token =>
                token.Claims["events"] = new Dictionary<string, object>
                {
                    ["http://schemas.openid.net/event/backchannel-logout"] = new Dictionary<string, object>(),
                }
            ),
            "another type" => Issuer.Token("ann", token => token.TokenType = "application/secevent+jwt"),
            "two tokens" => $"{right}, Bearer {right}",
            _ => "rubbish",
        };

        string Critical(params string[] names) => Issuer.Token("ann", token =>
            {
                token.AdditionalHeaderClaims = names.ToDictionary(name => name, _ => (object)false);
                token.AdditionalHeaderClaims["crit"] = names;
            });

        string Signed(RsaSecurityKey key) =>
            Issuer.Token("ann", token => token.SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256));
    }

    private static string Encode(string text) => Base64UrlEncoder.Encode(text);
}
