using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>How a run ends.</summary>
public sealed class StopTests : AppHostTest
{
    private const string Run = """{"sport":"running","start":"2026-11-01T07:30:00+01:00","elapsedSeconds":1800}""";

    // Every process that a run starts inherits it, so a run is told from all others.
    private readonly (string Name, string Value) mark = ("FITNESS_TEST_RUN", Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task A_request_under_way_has_its_answer_when_the_run_is_asked_to_stop()
    {
        EmbeddedAppHost.RequireEngine();
        Assert.SkipUnless(Docker.IsOnPath("ss"), "There is no ss, which tells who listens where. On Debian: apt-get install iproute2.");
        await using var appHost = AppHostProcess.Start([mark], "--engine", "embedded", "--port", "0");
        using var api = await appHost.WaitForApiAsync();
        // The API itself: the orchestrator's proxy, at the run's port, stops first.
        var own = await OwnPortAsync(Assert.Single(Processes(), process => process.Name == "Fitness.Api").Id);
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, own, TestContext.Current.CancellationToken);
        var stream = connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"PUT /v1/activities/late HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Run.Length}\r\nExpect: 100-continue\r\n\r\n"
            ),
            TestContext.Current.CancellationToken
        );
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));

        await appHost.TerminateAsync();
        // When it accepts no more connections, the signal has reached it.
        await Eventually.WaitForAsync(async () => !await AcceptsAsync(own), () => "The API does not notice that it is to stop.");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Run), TestContext.Current.CancellationToken);
        var status = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        // The engine may be gone by then, which the API reports; a broken connection would be no response.
        Assert.True(status is "HTTP/1.1 201 Created" or "HTTP/1.1 503 Service Unavailable", status);
        Assert.Equal(0, await appHost.WaitForExitAsync());
        await AreGoneAsync();
    }

    [Fact]
    public async Task After_a_kill_of_the_AppHost_nothing_is_left_and_the_next_run_starts()
    {
        EmbeddedAppHost.RequireEngine();
        Uri address;
        await using (var killed = AppHostProcess.Start([mark], "--engine", "embedded", "--port", "0"))
        {
            using var api = await killed.WaitForApiAsync();
            address = api.BaseAddress!;
            Assert.Superset(
                new HashSet<string> { "dynoxide", "Fitness.Api", "dcp" },
                Processes().Select(process => process.Name).ToHashSet()
            );
            killed.Kill();
            await killed.WaitForExitAsync();
        }
        await AreGoneAsync();
        // On the same port.
        await using var next = AppHostProcess.Start([], "--engine", "embedded", "--port", $"{address.Port}");
        using var again = await next.WaitForApiAsync();
        Assert.Equal(address, again.BaseAddress);
        Assert.True(await again.HasAsync("1"));
    }

    private Task AreGoneAsync()
    {
        List<(int, string)> left = [];
        return Eventually.WaitForAsync(
            () =>
            {
                left = Processes();
                return Task.FromResult(left.Count == 0);
            },
            () => $"Left: {string.Join(", ", left)}"
        );
    }

    /// <summary>The processes of this test's run. A zombie process has already ended, and has no variables.</summary>
    private List<(int Id, string Name)> Processes()
    {
        List<(int, string)> found = [];
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (
                    int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                    && File.ReadAllText(Path.Combine(folder, "environ")).Split('\0').Contains($"{mark.Name}={mark.Value}")
                )
                    found.Add((id, File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd()));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended in the meantime, or is another user's.
            }
        }
        return found;
    }

    /// <summary>The port on which a process of this machine listens.</summary>
    private static async Task<int> OwnPortAsync(int process)
    {
        var (_, output, _) = await Docker.RunProgramAsync("ss", "-ltnpH");
        var line = Assert.Single(output.Split('\n'), line =>
            line.Contains($"pid={process},", StringComparison.Ordinal) && line.Contains("127.0.0.1:", StringComparison.Ordinal)
        );
        return int.Parse(
            line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[3].Split(':')[^1],
            System.Globalization.CultureInfo.InvariantCulture
        );
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        try
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
