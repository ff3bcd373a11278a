using System.Net;
using System.Net.Sockets;
using System.Text;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.RateLimiting;

public sealed class ConnectionTests(SharedEngine engine)
{
    private const int Connections = 20;
    private const string Head = "POST /v1/activities/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/gpx+xml\r\n";

    [Theory]
    [InlineData("")]
    [InlineData("GET /alive HTTP/1.1\r\nHost: localhost\r\n")]
    [InlineData("GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(Head + "Content-Length: 1000000\r\n\r\n<gpx>")]
    public async Task Whoever_holds_many_connections_keeps_nobody_out(string sent)
    {
        var log = new CountingLog();
        await using var api = new ApiFixture(engine)
            .With("Server:MaxConnections", $"{Connections}")
            .WithServices(services => services.AddSingleton<ILoggerProvider>(log));
        await api.InitializeAsync();
        var held = new List<TcpClient>();
        try
        {
            for (var count = 0; count < 3 * Connections; count++)
            {
                held.Add(await OpenAsync(api, sent));
                if (count % Connections != 0)
                    continue;
                using var other = new HttpClient { BaseAddress = api.Client.BaseAddress };
                using var response = await other.GetAsync("/v1/activities", TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        }
        finally
        {
            held.ForEach(connection => connection.Dispose());
        }
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task A_connection_without_a_request_ends()
    {
        await using var api = new ApiFixture(engine).WithClock(DateTimeOffset.UtcNow);
        await api.InitializeAsync();
        using var silent = await OpenAsync(api, "");
        using var used = await OpenAsync(api, "GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var buffer = new byte[4096];
        Assert.NotEqual(0, await used.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken));
        var closed = WaitForEndAsync(silent);
        await Eventually.WaitForAsync(
            () =>
            {
                api.Clock!.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(closed.IsCompleted);
            },
            () => "The connection is still open."
        );
        await used.GetStream()
            .WriteAsync("GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.NotEqual(0, await used.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_body_that_stops_coming_is_given_up_however_much_has_come()
    {
        await using var api = new ApiFixture(engine).WithClock(DateTimeOffset.UtcNow).With("Import:PerUser", "3");
        await api.InitializeAsync();
        var stalled = new List<TcpClient>();
        try
        {
            foreach (var sent in new[] { 1, 1000, 100_000 })
                stalled.Add(
                    await OpenAsync(
                        api,
                        Head
                            + "Content-Length: 2000000\r\n\r\n<gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\">"
                            + string.Concat(Enumerable.Repeat("<wpt/>", sent))
                    )
                );
            var responses = stalled.Select(WaitForEndAsync).ToList();
            await Eventually.WaitForAsync(
                () =>
                {
                    api.Clock!.Advance(TimeSpan.FromSeconds(1));
                    return Task.FromResult(responses.TrueForAll(response => response.IsCompleted));
                },
                () => "A body is still awaited."
            );
            foreach (var response in responses)
            {
                Assert.StartsWith("HTTP/1.1 408", await response, StringComparison.Ordinal);
                Assert.Contains("/problems/slow-body", await response, StringComparison.Ordinal);
            }
        }
        finally
        {
            stalled.ForEach(connection => connection.Dispose());
        }
    }

    [Fact]
    public async Task Clients_that_leave_leave_no_trace_in_the_log()
    {
        var log = new CountingLog();
        await using var api = new ApiFixture(engine).WithServices(services => services.AddSingleton<ILoggerProvider>(log));
        await api.InitializeAsync();
        string[] requests =
        [
            "PUT /v1/activities/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{\"sport\":",
            Head + "Content-Length: 6000000\r\n\r\n<gpx version=\"1.1\"><trk>",
            Head + "Transfer-Encoding: chunked\r\n\r\n5\r\n<gpx>\r\n",
            "POST /v1/activities/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
            "PATCH /v1/activities/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/merge-patch+json\r\nContent-Length: 60000\r\n\r\n",
            "GET /v1/activities HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /v1/me/export HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ];
        await Parallel.ForEachAsync(Enumerable.Range(0, 300), TestContext.Current.CancellationToken, async (number, cancellation) =>
        {
            using var connection = await OpenAsync(api, requests[number % requests.Length]);
            // Some once the service reads the body, some at once; some with a reset, some with an orderly end.
            if (number % 3 == 0)
                await api.Client.GetAsync("/alive", cancellation);
            if (number % 2 == 0)
                connection.LingerState = new LingerOption(enable: true, seconds: 0);
        });
        using var after = await api.Client.GetAsync("/v1/activities", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Empty(log.Lines);
    }

    private static async Task<TcpClient> OpenAsync(ApiFixture api, string sent)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, api.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(sent), TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>What comes until the connection ends, or is reset.</summary>
    private static async Task<string> WaitForEndAsync(TcpClient connection)
    {
        using var received = new MemoryStream();
        try
        {
            await connection.GetStream().CopyToAsync(received, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Reset.
        }
        return Encoding.UTF8.GetString(received.ToArray());
    }
}
