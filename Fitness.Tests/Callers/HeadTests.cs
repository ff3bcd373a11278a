using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Fitness.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fitness.Tests.Callers;

/// <summary>HEAD is GET without the body (RFC 9110, section 9.3.2).</summary>
public sealed class HeadTests(UsersFixture api) : IClassFixture<UsersFixture>
{
    // What differs from one answer to the next, or belongs to the body's way over the wire.
    private static readonly string[] Volatile = ["Date", "RateLimit", "Transfer-Encoding", "Content-Length"];

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/environment")]
    [InlineData("/environment/schema")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/scalar")]
    [InlineData("/scalar/")]
    [InlineData("/problems")]
    [InlineData("/problems/not-found")]
    [InlineData("/problems/none")]
    [InlineData("/nowhere")]
    [InlineData("/activity/mine")]
    [InlineData("/v1/activities")]
    [InlineData("/v1/activities?limit=0")]
    [InlineData("/v1/activities/mine")]
    [InlineData("/v1/activities/none")]
    [InlineData("/v1/activities/a.b")]
    [InlineData("/v1/activities/changes")]
    [InlineData("/v1/activities/changes?token=x")]
    [InlineData("/v1/activities/import")]
    [InlineData("/v1/summaries?period=week&from=2026-10-01&to=2026-11-30")]
    [InlineData("/v1/me/export")]
    public async Task It_has_the_status_and_the_headers_of_GET_and_no_body(string path)
    {
        using var ann = api.NewUser();
        using (await ann.PutAsync("mine", Http.Run)) { }
        foreach (var client in new[] { ann, api.Client })
        {
            using var get = await client.SendAsync(HttpMethod.Get, path);
            using var head = await client.SendAsync(HttpMethod.Head, path);
            Assert.Equal((get.StatusCode, Headers(get)), (head.StatusCode, Headers(head)));
            Assert.Equal(get.Headers.Contains("RateLimit"), head.Headers.Contains("RateLimit"));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            if (head.Content.Headers.ContentLength is > 0 and var length)
                Assert.Equal((await get.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, length);
        }
    }

    [Fact]
    public async Task It_asks_whether_a_version_is_still_the_same()
    {
        using var ann = api.NewUser();
        using var put = await ann.PutAsync("mine", Http.Run);
        using var head = await ann.SendAsync(HttpMethod.Head, "/v1/activities/mine");
        Assert.Equal(put.ETag(), head.ETag());
        using var same = await ann.SendAsync(HttpMethod.Head, "/v1/activities/mine", headers: ("If-None-Match", put.ETag()));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    [Fact]
    public void Every_address_that_knows_GET_knows_it() =>
        Assert.All(api.Services.GetRequiredService<EndpointDataSource>().Endpoints, endpoint =>
        {
            if (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods)
                Assert.Equal(methods.Contains("GET"), methods.Contains("HEAD"));
        });

    [Fact]
    public async Task What_an_address_allows_names_it()
    {
        using var ann = api.NewUser();
        using var refused = await ann.SendAsync(HttpMethod.Post, "/v1/activities/1", Http.Run);
        await refused.ProblemAsync(405, "method-not-allowed");
        Assert.Contains("HEAD", refused.Content.Headers.Allow);
        using var without = await ann.SendAsync(HttpMethod.Head, "/v1/me");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, without.StatusCode);
        Assert.Equal(["DELETE"], without.Content.Headers.Allow);
    }

    [Fact]
    public async Task The_quota_counts_it()
    {
        using var ann = api.NewUser();
        using var first = await ann.SendAsync(HttpMethod.Head, "/v1/activities");
        using var second = await ann.SendAsync(HttpMethod.Head, "/v1/activities");
        Assert.Equal(Left(first) - 1, Left(second));

        static int Left(HttpResponseMessage response) =>
            int.Parse(response.Headers.GetValues("RateLimit").Single().Split("r=")[1], CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Nothing_of_a_body_is_on_the_wire()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, api.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        foreach (var path in new[] { "/problems", "/problems/none" })
        {
            await socket
                .GetStream()
                .WriteAsync(
                    Encoding.ASCII.GetBytes($"HEAD {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                    TestContext.Current.CancellationToken
                );
        }
        await socket
            .GetStream()
            .WriteAsync(
                "HEAD /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(),
                TestContext.Current.CancellationToken
            );
        using var reader = new StreamReader(socket.GetStream());
        var answers = await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(ApiProcess.Timeout);
        var parts = answers.Split("\r\n\r\n");
        Assert.Equal(4, parts.Length);
        Assert.Equal("", parts[3]);
        Assert.Equal(["HTTP/1.1 200", "HTTP/1.1 404", "HTTP/1.1 404"], parts[..3].Select(part => part[..12]));
    }

    private static string Headers(HttpResponseMessage response) =>
        string.Join(
            '\n',
            response
                .Headers.Concat(response.Content.Headers)
                .Where(header => !Volatile.Contains(header.Key))
                .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
                .Order(StringComparer.Ordinal)
        );
}
