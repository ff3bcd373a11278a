using System.Net;
using System.Net.Sockets;
using System.Text;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.RateLimiting;

public sealed class RateLimitTests(SharedEngine engine)
{
    [Fact]
    public async Task Each_user_has_a_quota_of_their_own_and_learns_what_is_left()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var api = new ApiFixture(engine)
            .WithIssuer(issuer)
            .With("RateLimits:User:Requests", "3")
            .With("RateLimits:User:WindowSeconds", "3600");
        await api.InitializeAsync();
        using var ann = api.CreateClient(issuer.Token("ann"));
        for (var left = 2; left >= 0; left--)
        {
            using var response = await ann.GetAsync("/v1/activities");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(
                ("\"user\";q=3;w=3600", $"\"user\";r={left}"),
                (Header(response, "RateLimit-Policy"), Header(response, "RateLimit"))
            );
        }
        using (var refused = await ann.GetAsync("/v1/activities"))
        {
            await refused.ProblemAsync(429, "too-many-requests");
            var seconds = (int)refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
            // A window may begin a moment late.
            Assert.InRange(seconds, 1, 3601);
            Assert.Equal($"\"user\";r=0;t={seconds}", Header(refused, "RateLimit"));
        }
        using var bob = api.CreateClient(issuer.Token("bob"));
        using var other = await bob.GetAsync("/v1/activities");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var health = await ann.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.False(health.Headers.Contains("RateLimit"));
    }

    [Fact]
    public async Task Calls_without_a_valid_token_share_the_quota_of_their_address()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var api = new ApiFixture(engine)
            .WithIssuer(issuer)
            .With("RateLimits:Address:Requests", "3")
            .With("RateLimits:Address:WindowSeconds", "3600");
        await api.InitializeAsync();
        using var forged = api.CreateClient("rubbish");
        foreach (var client in new[] { api.Client, forged, api.Client })
        {
            using var response = await client.GetAsync("/v1/activities", TestContext.Current.CancellationToken);
            await response.ProblemAsync(401, "unauthorized");
        }
        using (var refused = await forged.GetAsync("/v1/activities"))
        {
            await refused.ProblemAsync(429, "too-many-requests");
            Assert.StartsWith("\"address\";r=0;t=", Header(refused, "RateLimit"), StringComparison.Ordinal);
        }
        using var ann = api.CreateClient(issuer.Token("ann"));
        using var known = await ann.GetAsync("/v1/activities");
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }

    [Fact]
    public async Task A_wrong_quota_stops_the_start_with_one_line()
    {
        var (exitCode, output) = await ApiProcess.RunAsync(
            "Development",
            ("Engine__InMemory", "true"),
            ("Engine__DataPath", Folders.Create()),
            ("RateLimits__User__Requests", "0"),
            ("Logging__LogLevel__Default", "None")
        );
        Assert.Equal(1, exitCode);
        Assert.Contains("RateLimits__User__Requests", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', output);
    }

    [Theory]
    [InlineData("GET /alive HTTP/1.1\r\nHost: x\r\nX: {20000}\r\n\r\n", "431")]
    [InlineData("GET /{5000} HTTP/1.1\r\nHost: x\r\n\r\n", "414")]
    public async Task The_server_bounds_what_comes_before_the_body(string request, string status)
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, api.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        var text = request
            .Replace("{20000}", new string('x', 20000), StringComparison.Ordinal)
            .Replace("{5000}", new string('x', 5000), StringComparison.Ordinal);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(socket.GetStream());
        Assert.StartsWith(
            $"HTTP/1.1 {status}",
            await reader.ReadLineAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
