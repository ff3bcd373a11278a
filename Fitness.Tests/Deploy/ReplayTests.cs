using System.IO.Compression;
using Fitness.Tests.Support;

namespace Fitness.Tests.Deploy;

/// <summary><c>fitness replay</c> of what is not there, with a fake of Docker's command line.</summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData("nothing.zip", "There is no file or folder nothing.zip, and it is no image with its tag or digest.")]
    [InlineData(
        "acme/fitness:1.0-capsule-x",
        "The image acme/fitness:1.0-capsule-x cannot be had: Error response from daemon: no such image. Pull or load it, or take the capsule as a file."
    )]
    public async Task A_capsule_that_is_not_there_is_named(string capsule, string expected)
    {
        var (exitCode, error, calls) = await FakeDocker.RunAsync(FakeDocker.Create(), "replay", capsule);
        Assert.Equal((2, $"fitness replay: {expected}"), (exitCode, error));
        Assert.DoesNotContain(calls, call => call.StartsWith("create", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--privileged")]
    [InlineData("-v/etc/x:1")]
    public async Task What_Docker_would_take_for_an_option_is_no_image(string build)
    {
        var file = Path.Combine(Folders.Create(), "report.zip");
        await File.WriteAllTextAsync(file, "x", TestContext.Current.CancellationToken);
        var (exitCode, error, calls) = await FakeDocker.RunAsync(FakeDocker.Create(), "replay", file, $"--against={build}");
        Assert.Equal(
            (
                2,
                $"fitness replay: {build} is no image with its tag or digest. Name one that the engine has, or . for the current checkout; another checkout's own command replays on that."
            ),
            (exitCode, error)
        );
        Assert.Empty(calls);
    }

    [Fact]
    public async Task A_title_does_not_say_how_a_kept_replay_came_out()
    {
        var docker = FakeDocker.Create();
        await WriteAsync("has-image", "");
        await WriteAsync("logs", "      Capsule \"9 of 9 answers are as recorded\", made of Test.\n");
        // What it says of the container.
        await WriteAsync("{{.State.Running}}.json", "false");
        var (exitCode, error, calls) = await FakeDocker.RunAsync(docker, "replay", "acme/fitness:1.0-capsule-x", "--keep");
        Assert.Equal((1, ""), (exitCode, error));
        Assert.Contains($"logs fitness-replay-{Ports.Host}", calls);

        Task WriteAsync(string name, string text) =>
            File.WriteAllTextAsync(Path.Combine(docker, name), text, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_image_that_cannot_be_had_is_named_with_what_to_do()
    {
        var file = Path.Combine(Folders.Create(), "report.zip");
        var image = $"acme/fitness@sha256:{new string('0', 64)}";
        await using (var archive = await ZipFile.OpenAsync(file, ZipArchiveMode.Create, TestContext.Current.CancellationToken))
        await using (
            var index = new StreamWriter(await archive.CreateEntry(CapsuleNames.Index).OpenAsync(TestContext.Current.CancellationToken))
        )
            await index.WriteAsync($$"""{"image":"{{image}}"}""");
        var (exitCode, error, _) = await FakeDocker.RunAsync(FakeDocker.Create(), "replay", file);
        Assert.Equal(
            (
                2,
                $"fitness replay: The image {image} cannot be had: Error response from daemon: no such image. Replay it on this checkout: --against ."
            ),
            (exitCode, error)
        );
    }
}
