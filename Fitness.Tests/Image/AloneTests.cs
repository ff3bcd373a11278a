using System.Net;
using System.Net.Sockets;
using System.Text;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Image;

/// <summary>The image on a laptop: nothing else runs, and there is no network.</summary>
public sealed class AloneTests(BuiltImage image)
{
    private const string Sample = """{"activity_id":"1","user_id":"demo","date":"2026-08-31"}""" + "\n";

    [Fact]
    public async Task Without_any_network_it_is_ready_and_Docker_says_so()
    {
        await using var api = await Container.StartAsync(image.Name, "--network", "none");
        Assert.Equal(["Fitness.Api", "dynoxide"], (await api.ProcessesAsync()).Order(StringComparer.Ordinal));
        var health = "";
        await Eventually.WaitForAsync(
            async () => (health = (string)(await api.InspectAsync())["State"]!["Health"]!["Status"]!) == "healthy",
            () => health
        );
    }

    [Fact]
    public async Task It_serves_the_walkthroughs_document_and_its_data_outlives_a_restart_and_travels_with_a_commit()
    {
        await using var network = await ContainerNetwork.CreateAsync(image);
        var commit = $"fitness/test:{Guid.NewGuid():N}";
        await using (var api = await Container.StartAsync(image.Name, "--network", network.Name))
        {
            Assert.Equal(Sample, await api.Client.GetStringAsync("/activity/1", TestContext.Current.CancellationToken));
            using var put = await api.Client.PutAsync("kept", Http.Run);
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
            await api.DoAsync("restart");
            await api.ReadyAsync();
            using var get = await api.Client.GetActivityAsync("kept");
            Assert.Equal(HttpStatusCode.OK, get.StatusCode);
            await api.CommitAsync(commit);
        }
        try
        {
            await using var copy = await Container.StartAsync(commit, "--network", network.Name);
            using var get = await copy.Client.GetActivityAsync("kept");
            Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        }
        finally
        {
            await Docker.RunAsync("image", "rm", commit);
        }
    }

    [Fact]
    public async Task Its_port_can_be_published_to_the_laptop()
    {
        await using var api = await Container.StartAsync(image.Name, "--publish", $"127.0.0.1::{Ports.Container}");
        var port = (string)(await api.InspectAsync())["NetworkSettings"]!["Ports"]![$"{Ports.Container}/tcp"]![0]!["HostPort"]!;
        using var laptop = new HttpClient();
        Assert.Equal(
            Sample,
            await laptop.GetStringAsync(new Uri($"http://127.0.0.1:{port}{Routes.FirstActivity}"), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task SIGTERM_does_not_wait_for_a_request_that_never_ends()
    {
        await using var network = await ContainerNetwork.CreateAsync(image);
        await using var api = await Container.StartAsync(image.Name, "--network", network.Name);
        using var connection = new TcpClient();
        using var reader = await BeginPutAsync(connection, api);
        // After Docker's SIGKILL, ten seconds after SIGTERM, this would be 137.
        Assert.Equal(0, await api.StopAsync());
        Assert.Contains("Shutting down", await api.LogsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hardened_it_writes_to_its_data_path_only_as_a_user_without_rights()
    {
        await using var network = await ContainerNetwork.CreateAsync(image);
        await using var api = await Container.StartAsync(image.Name, ["--network", network.Name, .. Container.Hardened]);
        using var put = await api.Client.PutAsync("hardened", Http.Run);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        var host = (await api.InspectAsync())["HostConfig"]!;
        Assert.Equal(
            (true, """["ALL"]""", """["no-new-privileges"]"""),
            ((bool?)host["ReadonlyRootfs"], host["CapDrop"]!.ToJsonString(), host["SecurityOpt"]!.ToJsonString())
        );
        Assert.Equal(["1654", "1654"], await api.ProcessesAsync("uid"));
        Assert.Equal("", await Docker.RunAsync("diff", (string)(await api.InspectAsync())["Id"]!));
    }

    [Fact]
    public async Task A_read_only_root_without_a_data_path_is_one_line_that_says_what_to_set()
    {
        var (exitCode, _, error) = await Docker.TryAsync("run", "--rm", "--read-only", image.Name);
        Assert.Equal(1, exitCode);
        Assert.Contains(
            "Fitness cannot start: The data folder /data cannot be written. Set Engine__DataPath",
            error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task SIGTERM_lets_a_request_under_way_end_and_stops_the_engine()
    {
        await using var network = await ContainerNetwork.CreateAsync(image);
        await using var api = await Container.StartAsync(image.Name, "--network", network.Name);
        using var connection = new TcpClient();
        using var reader = await BeginPutAsync(connection, api);
        var stopping = api.StopAsync();
        await Eventually.WaitForAsync(
            async () => (await api.LogsAsync()).Contains("shutting down", StringComparison.Ordinal),
            () => "The service did not notice SIGTERM."
        );
        await reader.BaseStream.WriteAsync(Encoding.ASCII.GetBytes(Http.Run), TestContext.Current.CancellationToken);
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("HTTP/1.1 201 Created", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        // After Docker's SIGKILL, ten seconds after SIGTERM, this would be 137.
        Assert.Equal(0, await stopping);
        await api.DoAsync("start");
        await api.ReadyAsync();
        using var get = await api.Client.GetActivityAsync("late");
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        Assert.DoesNotContain("lost its service", await api.LogsAsync(), StringComparison.Ordinal);
    }

    /// <summary>Sends a request without its body. The server asks for the body, so the request is certainly in progress.</summary>
    private static async Task<StreamReader> BeginPutAsync(TcpClient connection, Container api)
    {
        await connection.ConnectAsync(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        var stream = connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"PUT /v1/activities/late HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Http.Run.Length}\r\nExpect: 100-continue\r\n\r\n"
            ),
            TestContext.Current.CancellationToken
        );
        var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        return reader;
    }

    [Fact]
    public async Task Starts_and_kills_lose_no_acknowledged_write()
    {
        var rounds = LongForm.Times(3, inLongForm: 20);
        const int writesBeforeKill = 10;
        await using var network = await ContainerNetwork.CreateAsync(image);
        await using var api = await Container.RunAsync(
            image.Name,
            "--network",
            network.Name,
            "--env",
            "RateLimits__User__Requests=1000000"
        );
        var acknowledged = new List<string>();
        for (var round = 0; round < rounds; round++)
        {
            await api.ReadyAsync();
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writing = WriteUntilItFailsAsync(round, enough);
            await Task.WhenAny(enough.Task, writing).WaitAsync(ApiProcess.Timeout, TestContext.Current.CancellationToken);
            Assert.True(enough.Task.IsCompleted, await api.LogsAsync());
            await api.DoAsync("kill");
            await writing;
            await api.DoAsync("start");
        }
        await api.ReadyAsync();
        Assert.InRange(acknowledged.Count, rounds * writesBeforeKill, int.MaxValue);
        foreach (var id in acknowledged)
        {
            using var get = await api.Client.GetActivityAsync(id);
            Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        }

        async Task WriteUntilItFailsAsync(int round, TaskCompletionSource enough)
        {
            try
            {
                for (var number = 1; ; number++)
                {
                    var id = $"r{round}-{number}";
                    using var put = await api.Client.PutAsync(id, Http.Run);
                    if (put.StatusCode != HttpStatusCode.Created)
                        return;
                    acknowledged.Add(id);
                    if (number == writesBeforeKill)
                        enough.TrySetResult();
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // The service was killed.
            }
        }
    }
}
