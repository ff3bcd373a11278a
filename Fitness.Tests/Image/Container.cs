using System.Net;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Image;

/// <summary>A container, removed with the test.</summary>
internal sealed class Container : IAsyncDisposable
{
    private readonly string id;

    private Container(string id) => this.id = id;

    /// <summary>Hardened as in the manifest, with the data in memory.</summary>
    public static string[] Hardened { get; } =
    [.. ImageUnderTest.Hardening, "--env", $"{SettingNames.Variable(SettingNames.EngineDataPath)}=/tmp/fitness"];

    /// <summary>Calls the service at the container's own address.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) });

    /// <summary>Runs the image; the options are those of <c>docker run</c>.</summary>
    public static async Task<Container> RunAsync(string image, params string[] options) =>
        new(await Docker.RunAsync(["run", "--detach", .. options, image]));

    /// <summary>Runs the image and waits until the service is ready.</summary>
    public static async Task<Container> StartAsync(string image, params string[] options)
    {
        var container = await RunAsync(image, options);
        try
        {
            await container.ReadyAsync();
            return container;
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the service's own health check says that it is ready; this needs no shell, port or curl.</summary>
    public async Task ReadyAsync()
    {
        var state = "";
        await Eventually.WaitForAsync(
            async () =>
            {
                var (exitCode, output, error) = await ExecuteAsync(ApiProgram.HealthCheckCommand);
                state = $"{output}{error}\n{await LogsAsync()}";
                return exitCode == 0;
            },
            () => state
        );
        if (
            ((JsonObject)(await InspectAsync())["NetworkSettings"]!["Networks"]!)
                .Select(network => (string?)network.Value!["IPAddress"])
                .FirstOrDefault(address => address is { Length: > 0 })
                is { } address
            && Client.BaseAddress is null
        )
        {
            Client.BaseAddress = new UriBuilder(Uri.UriSchemeHttp, address, Ports.Container).Uri;
        }
    }

    /// <summary>Runs the program in the container with another command.</summary>
    public Task<(int ExitCode, string Output, string Error)> ExecuteAsync(params string[] arguments) =>
        Docker.TryAsync(["exec", id, ApiProgram.PathInImage, .. arguments]);

    public async Task<JsonNode> InspectAsync() => JsonNode.Parse(await Docker.RunAsync("inspect", id))![0]!;

    public async Task<string> LogsAsync()
    {
        var (_, output, error) = await Docker.TryAsync("logs", id);
        return $"{output}\n{error}".Trim();
    }

    /// <summary>The programs that run in it, as the host sees them.</summary>
    public async Task<string[]> ProcessesAsync(string column = "comm") =>
        [.. (await Docker.RunAsync("top", id, "-o", $"pid,{column}")).Split('\n').Skip(1).Select(line => line.Trim().Split(' ')[^1])];

    public Task DoAsync(string command) => Docker.RunAsync(command, id);

    /// <summary>Sends SIGTERM, and SIGKILL after ten seconds, as <c>docker stop</c> does.</summary>
    public async Task<int> StopAsync()
    {
        await DoAsync("stop");
        return (int)(await InspectAsync())["State"]!["ExitCode"]!;
    }

    public Task CommitAsync(string image) => Docker.RunAsync("commit", id, image);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Docker.RunAsync("rm", "--force", "--volumes", id);
    }
}

/// <summary>A network of the test's own, removed with it.</summary>
internal sealed class ContainerNetwork : IAsyncDisposable
{
    private ContainerNetwork(string name) => Name = name;

    public string Name { get; }

    /// <summary>Creates a network from which only this machine can be reached.</summary>
    /// <param name="image">What is to run in it: if the image or a Docker engine is missing, the test is skipped before anything is created.</param>
    public static async Task<ContainerNetwork> CreateAsync(BuiltImage image)
    {
        image.SkipWithout();
        var name = $"fitness-test-{Guid.NewGuid():N}";
        await Docker.RunAsync("network", "create", "--internal", name);
        return new ContainerNetwork(name);
    }

    /// <summary>This machine's address in it.</summary>
    public async Task<IPAddress> GatewayAsync() =>
        IPAddress.Parse(await Docker.RunAsync("network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", Name));

    public async ValueTask DisposeAsync() => await Docker.RunAsync("network", "rm", Name);
}
