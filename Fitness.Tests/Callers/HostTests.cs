using System.Net;
using System.Net.Sockets;
using System.Text;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Callers;

/// <summary>
/// The names under which the service answers. A page whose author rebinds its name to 127.0.0.1 is of one origin with whatever answers
/// there under that name (https://owasp.org/www-community/attacks/DNS_rebinding).
/// </summary>
public sealed class HostTests(SharedEngine engine, ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("evil.example:10001")]
    [InlineData("EVIL.example")]
    [InlineData("evil.example.")]
    [InlineData("localhost.evil.example")]
    [InlineData("notlocalhost")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("fitness.local")]
    public async Task Development_does_not_answer_to_a_strange_name(string host)
    {
        var id = Http.NewId();
        using (var put = await api.Client.PutAsync(id, Http.Run))
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        foreach (
            var (method, path) in new[]
            {
                (HttpMethod.Delete, "/v1/me"),
                (HttpMethod.Get, Routes.EnvironmentDescription),
                (HttpMethod.Get, Routes.Health),
                (HttpMethod.Get, "/nowhere"),
                (HttpMethod.Post, "/v1/activities"),
            }
        )
        {
            using var response = await SendAsync(api, host, method, path);
            await response.ProblemAsync(421, "misdirected-request");
            Assert.Null(response.Headers.Location);
        }
        Assert.Contains(
            "running",
            await api.Client.GetStringAsync($"/v1/activities/{id}", TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("127.0.0.1:1")]
    [InlineData("10.0.2.2:10001")]
    [InlineData("192.168.1.20")]
    [InlineData("[::1]:10001")]
    [InlineData("[fe80::1]")]
    [InlineData("localhost")]
    [InlineData("LocalHost.:10001")]
    [InlineData("fitness.localhost:80")]
    public async Task Development_answers_to_every_address_and_to_localhost(string host)
    {
        using var response = await SendAsync(api, host, HttpMethod.Delete, "/v1/me");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Theory]
    [InlineData("telephone.local", HttpStatusCode.OK)]
    [InlineData("Telephone.Local.:10001", HttpStatusCode.OK)]
    [InlineData("a.b.example.org", HttpStatusCode.OK)]
    [InlineData("xn--lgg-hoa.example.com", HttpStatusCode.OK)]
    [InlineData("localhost:10001", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("example.org", HttpStatusCode.MisdirectedRequest)]
    [InlineData("telephone.local.evil", HttpStatusCode.MisdirectedRequest)]
    public async Task Development_answers_to_the_names_that_it_is_given(string host, HttpStatusCode expected)
    {
        await using var other = new ApiFixture(engine).With(SettingNames.AllowedHosts, "telephone.local; *.example.org;lügg.example.com");
        await other.InitializeAsync();
        using var response = await SendAsync(other, host, HttpMethod.Get, "/v1/activities");
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData(null, "evil.example", HttpStatusCode.OK)]
    [InlineData("*", "evil.example", HttpStatusCode.OK)]
    [InlineData("fitness.example", "Fitness.example:443", HttpStatusCode.OK)]
    [InlineData("fitness.example", "evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("fitness.example", "127.0.0.1", HttpStatusCode.MisdirectedRequest)]
    public async Task Elsewhere_the_setting_alone_decides(string? names, string host, HttpStatusCode expected)
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var other = new ApiFixture(engine).In(EnvironmentNames.Test).WithIssuer(issuer);
        if (names is not null)
            other.With(SettingNames.AllowedHosts, names);
        await other.InitializeAsync();
        using var response = await SendAsync(other, host, HttpMethod.Get, "/problems");
        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.MisdirectedRequest)
            await response.ProblemAsync(421, "misdirected-request");
    }

    [Theory]
    [InlineData("GET http://evil.example/environment HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421)]
    [InlineData("GET http://evil.example/environment HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET http://localhost/environment HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400)]
    [InlineData("GET /environment HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400)]
    [InlineData("GET /environment HTTP/1.1\r\nHost: localhost..\r\n\r\n", 421)]
    [InlineData("GET /environment HTTP/1.1\r\nHost: .localhost.evil\r\n\r\n", 421)]
    [InlineData("GET /environment HTTP/1.1\r\nHost: xn--0.localhost\r\n\r\n", 421)]
    [InlineData("GET /environment HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n", 400)]
    [InlineData("GET /environment HTTP/1.1\r\nHost: evil.example@127.0.0.1\r\n\r\n", 400)]
    [InlineData("GET /environment HTTP/1.1\r\nHost: localhost:80@evil.example\r\n\r\n", 400)]
    [InlineData("GET /environment HTTP/1.1\r\nHost: evil.example#localhost\r\n\r\n", 400)]
    [InlineData("GET /environment HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost\r\n\r\n", 421)]
    [InlineData("GET /alive HTTP/1.0\r\n\r\n", 200)]
    public async Task The_name_is_read_as_the_server_reads_it(string request, int status)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(socket.GetStream());
        Assert.StartsWith(
            $"HTTP/1.1 {status} ",
            await reader.ReadLineAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_name_that_cannot_be_read_is_refused_elsewhere_too()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var other = new ApiFixture(engine).In(EnvironmentNames.Test).WithIssuer(issuer);
        await other.InitializeAsync();
        using var response = await SendAsync(other, "xn--0.example", HttpMethod.Get, "/problems");
        await response.ProblemAsync(421, "misdirected-request");
    }

    private static async Task<HttpResponseMessage> SendAsync(ApiFixture api, string host, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Host = host } };
        return await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
