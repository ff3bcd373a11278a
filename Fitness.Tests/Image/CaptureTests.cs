using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Image;

/// <summary><c>fitness capture</c> of a container with its database inside, on a real Docker engine.</summary>
public sealed class CaptureTests(BuiltImage image)
{
    private const string Secret = "planted-key-0123456789abcdef";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("kill")]
    [InlineData("stop")]
    public async Task The_image_serves_what_was_there_whether_the_container_runs_or_not(string? end)
    {
        await using var network = await ContainerNetwork.CreateAsync(image);
        await using var api = await Container.StartAsync(
            image.Name,
            "--network",
            network.Name,
            "--env",
            $"{SettingNames.Variable(SettingNames.ParityKey)}={Secret}"
        );
        using (var put = await api.Client.PutAsync("kept", Http.Run))
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        if (end is not null)
            await api.DoAsync(end);
        var before = await api.InspectAsync();
        var name = $"test-{Guid.NewGuid():N}";
        var (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            ["capture", (string)before["Id"]!, "--all-users", "--title", "It is wrong", "--name", name]
        );
        Assert.True(exitCode == 0, error);
        Assert.Equal("All users: the data of 1 person leaves this service.", error);
        var capsule = output.Split('\n').First(line => line.Trim().StartsWith("capsule ", StringComparison.Ordinal)).Trim().Split(' ')[^1];
        Assert.EndsWith($"-capsule-{name}", capsule, StringComparison.Ordinal);
        try
        {
            // It has gone on, or is as it was.
            var after = await api.InspectAsync();
            Assert.Equal(before["State"]!["StartedAt"]!.ToJsonString(), after["State"]!["StartedAt"]!.ToJsonString());
            Assert.Equal(end is null, (bool)after["State"]!["Running"]!);
            var described = await Docker.RunAsync("image", "inspect", capsule);
            Assert.DoesNotContain(Secret, described, StringComparison.Ordinal);
            Assert.Contains("Capsule__Path=/capsule", described, StringComparison.Ordinal);
            await using var copy = await Container.StartAsync(capsule, "--network", network.Name);
            var activity = await copy.Client.GetFromJsonAsync<JsonObject>("/v1/activities/kept", Cancelled);
            Assert.Equal("kept", (string?)activity!["id"]);
        }
        finally
        {
            await Docker.RunAsync("image", "rm", "--force", capsule);
        }
    }

    [Fact]
    public async Task A_file_is_for_its_owner_alone_and_replays_without_a_network()
    {
        await using var api = await Container.StartAsync(image.Name, "--network", "none");
        Assert.Equal(0, (await api.ExecuteAsync(ApiProgram.HealthCheckCommand)).ExitCode);
        var file = Path.Combine(Folders.Create(), "capsule.zip");
        var (exitCode, _, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            ["capture", (string)(await api.InspectAsync())["Id"]!, "--user", "demo", "--output", file]
        );
        Assert.True(exitCode == 0, error);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        // Nobody has called it: what is replayed is its state, and that is said.
        (exitCode, var output, error) = await FitnessCli.RunAsync(Repository.Root, null, ["replay", file]);
        Assert.True(exitCode == 1, output + error);
        Assert.Contains("0 of 0 answers", output, StringComparison.Ordinal);
    }
}
