using System.Net;
using System.Net.Sockets;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Telemetry;

/// <summary>Telemetry whose receiver is gone, like the dashboard at the end of a run.</summary>
public sealed class TelemetryShutdownTests
{
    // After this time Docker kills the process.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_receiver_that_takes_the_connection_and_never_answers_does_not_keep_the_service_from_ending()
    {
        Platform.RequireSignals();
        using var receiver = new TcpListener(IPAddress.Loopback, 0);
        receiver.Start();
        await using var api = await ApiProcess.StartAsync(
            (SettingNames.Telemetry, $"http://{receiver.LocalEndpoint}"),
            ("Engine__InMemory", "true"),
            ("Engine__DataPath", Folders.Create())
        );
        using (var response = await api.Client.GetAsync(Routes.FirstActivity, TestContext.Current.CancellationToken))
            response.EnsureSuccessStatusCode();
        Assert.Equal(0, await api.StopAsync().WaitAsync(Grace, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_request_that_never_ends_does_not_turn_the_end_into_a_failure()
    {
        Platform.RequireSignals();
        using var receiver = new TcpListener(IPAddress.Loopback, 0);
        receiver.Start();
        await using var api = await ApiProcess.StartAsync(
            (SettingNames.Telemetry, $"http://{receiver.LocalEndpoint}"),
            ("Engine__InMemory", "true"),
            ("Engine__DataPath", Folders.Create())
        );
        using var connection = new TcpClient();
        await connection.ConnectAsync(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        await connection
            .GetStream()
            .WriteAsync(
                "PUT /v1/activities/late HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"u8.ToArray(),
                TestContext.Current.CancellationToken
            );
        using var reader = new StreamReader(connection.GetStream());
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await api.StopAsync());
    }
}
