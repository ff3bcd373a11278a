using System.IO.Compression;
using System.Text.Json.Nodes;
using Fitness.Tests.Support;

namespace Fitness.Tests.Deploy;

/// <summary><c>fitness replay</c> of what is not there, with a fake of Docker's command line.</summary>
public sealed class ReplayTests
{
    private static readonly string Capsule = ImageWith(ApiProgram.PathInImage, "Recording__Path=/recording", "Capsule__Path=/capsule");

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
        var docker = FakeDocker.Create(image: Capsule);
        await WriteAsync("has-image", "");
        await WriteAsync("logs", "      Capsule \"9 of 9 answers are as recorded\", made of Test.\n");
        // What it says of the container.
        await WriteAsync("{{.State.Running}}.json", "false");
        var (exitCode, error, calls) = await FakeDocker.RunAsync(docker, "replay", "acme/fitness:1.0-capsule-x", "--keep");
        Assert.Equal((1, "Waiting for the end of the replay …"), (exitCode, error));
        Assert.Contains($"logs fitness-replay-{Ports.Host}", calls);

        Task WriteAsync(string name, string text) =>
            File.WriteAllTextAsync(Path.Combine(docker, name), text, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("acme/fitness@sha256:", null, "Error response from daemon: no such image")]
    [InlineData("sha256:", null, "it was in no registry, and this engine does not have it")]
    [InlineData("sha256:", "Cannot connect to the Docker daemon.", "Cannot connect to the Docker daemon")]
    public async Task An_image_that_cannot_be_had_is_named_with_what_to_do(string repository, string? refusal, string expected)
    {
        var image = $"{repository}{new string('0', 64)}";
        var docker = FakeDocker.Create();
        if (refusal is not null)
            await File.WriteAllTextAsync(Path.Combine(docker, "refusal"), refusal, TestContext.Current.CancellationToken);
        var (exitCode, error, _) = await FakeDocker.RunAsync(docker, "replay", await WithIndexAsync($$"""{"image":"{{image}}"}"""));
        Assert.Equal(
            (2, $"fitness replay: The image {image} cannot be had: {expected}. Replay it on this checkout: --against ."),
            (exitCode, error)
        );
    }

    [Theory]
    [InlineData("null", "is no capsule: its capsule.json is no object.")]
    [InlineData("[]", "is no capsule: its capsule.json is no object.")]
    [InlineData("""{"image":5}""", "is no capsule that can be read: ")]
    [InlineData("""{"image":"a","image":"b"}""", "is no capsule that can be read: ")]
    [InlineData("large", "is no capsule: its capsule.json is too large.")]
    public async Task An_odd_index_is_a_line(string index, string expected)
    {
        var file = await WithIndexAsync(index == "large" ? $"\"{new string('x', 2 * 1024 * 1024)}\"" : index);
        var (exitCode, error, calls) = await FakeDocker.RunAsync(FakeDocker.Create(), "replay", file);
        Assert.Equal(2, exitCode);
        Assert.StartsWith($"fitness replay: {file} {expected}", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.Empty(calls);
    }

    [Theory]
    [InlineData("/app/Fitness.Api", "Recording__Path=/recording", true)]
    [InlineData("/app/Fitness.Api", "PATH=/bin", false)]
    [InlineData("/bin/sh", "Recording__Path=/recording", false)]
    public async Task What_cannot_replay_is_not_started(string program, string variable, bool isStarted)
    {
        var docker = FakeDocker.Create(image: ImageWith(program, variable));
        foreach (var (name, text) in new[] { ("has-image", ""), ("logs", ""), ("{{.State.Running}}.json", "false") })
            await File.WriteAllTextAsync(Path.Combine(docker, name), text, TestContext.Current.CancellationToken);
        var file = await WithIndexAsync("{}");
        var (exitCode, error, calls) = await FakeDocker.RunAsync(docker, "replay", file, "--keep", "--against", "acme/fitness:1.0");
        Assert.Equal(
            isStarted
                ? (1, "Waiting for the end of the replay …")
                : (2, "fitness replay: The image acme/fitness:1.0 cannot replay: it is not Fitness, or older than capsules."),
            (exitCode, error)
        );
        Assert.Equal(isStarted, calls.Contains("start beside", StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_image_without_a_capsule_is_named()
    {
        var docker = FakeDocker.Create(image: ImageWith(ApiProgram.PathInImage, "Recording__Path=/recording"));
        await File.WriteAllTextAsync(Path.Combine(docker, "has-image"), "", TestContext.Current.CancellationToken);
        var (exitCode, error, calls) = await FakeDocker.RunAsync(docker, "replay", "acme/fitness:1.0");
        Assert.Equal((2, "fitness replay: acme/fitness:1.0 is no capsule: that is an image with Capsule__Path."), (exitCode, error));
        Assert.DoesNotContain(calls, call => call.StartsWith("create", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--times is a number from 1 on.", "--times", "0")]
    [InlineData("--port goes with --keep.", "--port", "9000")]
    public async Task An_option_that_means_nothing_is_refused(string expected, params string[] options)
    {
        var (exitCode, error, calls) = await FakeDocker.RunAsync(FakeDocker.Create(), ["replay", "x.zip", .. options]);
        Assert.Equal((2, $"fitness replay: {expected}"), (exitCode, error));
        Assert.Empty(calls);
    }

    [Fact]
    public async Task A_capsule_that_is_a_link_is_named()
    {
        var docker = FakeDocker.Create(image: ImageWith(ApiProgram.PathInImage, "Recording__Path=/recording"));
        await File.WriteAllTextAsync(Path.Combine(docker, "has-image"), "", TestContext.Current.CancellationToken);
        var link = Path.Combine(Folders.Create(), "link.zip");
        File.CreateSymbolicLink(link, await WithIndexAsync("{}"));
        var (exitCode, error, calls) = await FakeDocker.RunAsync(docker, "replay", link, "--against", "acme/fitness:1.0");
        Assert.Equal((2, $"fitness replay: {link} is a link, and so in no capsule."), (exitCode, error));
        Assert.DoesNotContain(calls, call => call.StartsWith("start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_another_keeps_on_the_port_is_left_alone()
    {
        var docker = FakeDocker.Create(image: Capsule);
        await File.WriteAllTextAsync(Path.Combine(docker, "has-network"), "", TestContext.Current.CancellationToken);
        var (exitCode, error, calls) = await FakeDocker.RunAsync(docker, "replay", "acme/fitness:1.0-capsule-x", "--keep");
        Assert.Equal((2, "fitness replay: Error response from daemon: network exists"), (exitCode, error));
        Assert.DoesNotContain(calls, call =>
            call.StartsWith("rm ", StringComparison.Ordinal) || call.StartsWith("network rm", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_image_that_cannot_be_started_has_not_other_answers()
    {
        var docker = FakeDocker.Create(image: Capsule);
        foreach (var (name, text) in new[] { ("has-image", ""), ("{{.State.Error}}.json", "no such file /app/Fitness.Api") })
            await File.WriteAllTextAsync(Path.Combine(docker, name), text, TestContext.Current.CancellationToken);
        var (exitCode, error, _) = await FakeDocker.RunAsync(docker, "replay", "acme/fitness:1.0-capsule-x");
        Assert.Equal(2, exitCode);
        Assert.EndsWith("fitness replay: The image cannot be started: no such file /app/Fitness.Api", error, StringComparison.Ordinal);
    }

    private static string ImageWith(string program, params string[] variables) =>
        new JsonArray(
            new JsonObject
            {
                ["Config"] = new JsonObject
                {
                    ["Entrypoint"] = new JsonArray(program),
                    ["Env"] = new JsonArray([.. variables.Select(variable => JsonValue.Create(variable))]),
                },
            }
        ).ToJsonString();

    private static async Task<string> WithIndexAsync(string text)
    {
        var file = Path.Combine(Folders.Create(), "report.zip");
        await using var archive = await ZipFile.OpenAsync(file, ZipArchiveMode.Create, TestContext.Current.CancellationToken);
        await using var index = new StreamWriter(
            await archive.CreateEntry(CapsuleNames.Index).OpenAsync(TestContext.Current.CancellationToken)
        );
        await index.WriteAsync(text);
        return file;
    }
}
