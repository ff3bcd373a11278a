using System.Text.Json.Nodes;
using Fitness.AppHost;
using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>The image built from this checkout as the API, pulled from a registry by digest, as a developer would run QA's image.</summary>
[Collection(AppHostTest.InThisProcess)]
public sealed class PublishedImageTests : AppHostTest
{
    // Set where the image is required: a run without it would check nothing.
    private const string Required = "FITNESS_REQUIRE_IMAGE";

    [Theory]
    [InlineData("embedded")]
    [InlineData("container")]
    public async Task It_serves_on_each_engine(string engine)
    {
        FakeDynamoDBLocal.RequireContainers();
        var engineImage = engine == "container" ? await FakeDynamoDBLocal.MakeAsync() : null;
        var record = await RecordAsync();
        await using var registry = await Registry.StartAsync();
        var repository = $"{registry.Address.Authority}/fitness";
        var (exitCode, _, error) = await Docker.RunProgramAsync(
            "skopeo",
            "copy",
            "--quiet",
            "--preserve-digests",
            "--dest-tls-verify=false",
            $"dir:{Repository.PathOf("artifacts", "image", "image")}",
            $"docker://{repository}:test"
        );
        Assert.True(exitCode == 0, error);
        var image = $"{repository}@{record["digest"]}";
        try
        {
            var running = await StartAsync([
                "--image",
                image,
                "--engine",
                engine,
                .. engineImage is null ? Array.Empty<string>() : ["--engine-image", engineImage],
            ]);
            await running.Api.CreateAsync("on-the-image");
            Assert.True(await running.Api.HasAsync("1"));
            var description = JsonNode.Parse(
                await running.Api.GetStringAsync(Routes.EnvironmentDescription, TestContext.Current.CancellationToken)
            )!;
            Assert.Equal(image, (string?)description["build"]!["image"]!["reference"]);
            await running.CommandAsync(FitnessModel.Api, KnownResourceCommands.RestartCommand);
            await running.HealthyAsync(FitnessModel.Api);
            await running.Api.CreateAsync("after-restart");
        }
        finally
        {
            await Docker.TryAsync("image", "rm", "--force", image);
        }
    }

    private static async Task<JsonObject> RecordAsync()
    {
        const string remedy = "Build it: deploy/image/build, or where no registry can be reached deploy/image/build --base debian.";
        var path = Repository.PathOf("artifacts", "image", "release.json");
        if (!File.Exists(path))
            Skip($"There is no image of this checkout. {remedy}");
        foreach (var (program, package) in new[] { ("skopeo", "skopeo"), ("docker-registry", "docker-registry") })
        {
            if (!Docker.IsOnPath(program))
                Skip($"There is no {program}. On Debian: apt-get install {package}.");
        }
        var record = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!.AsObject();
        var (_, head, _) = await Docker.RunProgramAsync("git", "-C", Repository.Root, "rev-parse", "HEAD");
        if (((string)record["commit"]!).Split('-')[0] != head)
            Skip($"The image is of another commit than {head}. {remedy}");
        return record;
    }

    private static void Skip(string reason)
    {
        if (Environment.GetEnvironmentVariable(Required) == "1")
            Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
