using System.Diagnostics;
using System.Text.Json.Nodes;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Tests.Support;

namespace Fitness.Tests.Hosting;

/// <summary>The image that <c>deploy/image/build</c> built from this checkout, and a Docker engine: a running one, or the tests' own.</summary>
public sealed class BuiltImage : IAsyncLifetime
{
    // Set where the image is required: a run without it would check nothing.
    private const string Required = "FITNESS_REQUIRE_IMAGE";
    private static readonly TimeSpan EngineStart = TimeSpan.FromSeconds(30);
    private BackgroundProgram? dockerd;
    private string? missing;

    /// <summary>The build's record.</summary>
    public JsonObject Record { get; private set; } = [];

    /// <summary>The image's name and tag.</summary>
    public string Name
    {
        get
        {
            SkipWithout();
            return (string)Record["image"]!;
        }
    }

    /// <summary>A file that the build put next to the image.</summary>
    public static string PathOf(string file) => Repository.PathOf("artifacts", "image", file);

    /// <summary>Skips the running test if there is no image, and says what to do.</summary>
    public void SkipWithout()
    {
        if (missing is null)
            return;
        if (Environment.GetEnvironmentVariable(Required) == "1")
            Assert.Fail(missing);
        Assert.Skip(missing);
    }

    public async ValueTask InitializeAsync() => missing = await FindImageAsync() ?? await FindEngineAsync();

    public async ValueTask DisposeAsync()
    {
        if (dockerd is null)
            return;
        await dockerd.StopAsync();
        await dockerd.DisposeAsync();
    }

    private async Task<string?> FindImageAsync()
    {
        const string remedy = "Build it: deploy/image/build, or where no registry can be reached deploy/image/build --base debian.";
        var path = PathOf("release.json");
        if (!File.Exists(path))
            return $"There is no image of this checkout. {remedy}";
        Record = JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject();
        var commit = ((string)Record["commit"]!).Split('-')[0];
        return commit == BuildDescription.OfThisProgram.Commit
            ? null
            : $"The image is of commit {commit}, the tests are of {BuildDescription.OfThisProgram.Commit}. {remedy}";
    }

    private async Task<string?> FindEngineAsync()
    {
        if (!Docker.IsOnPath("docker"))
            return "There is no Docker. Install it (on Debian docker.io).";
        if (await IsRunningAsync())
            return await FindInEngineAsync();
        if (!Docker.IsOnPath("dockerd") || !Environment.IsPrivilegedProcess)
            return "No Docker engine runs, and the tests may not start one. Start Docker.";
        dockerd = new BackgroundProgram("dockerd");
        for (var begin = Stopwatch.GetTimestamp(); !await IsRunningAsync(); )
        {
            if (dockerd.HasEnded || Stopwatch.GetElapsedTime(begin) > EngineStart)
                return "dockerd does not start here. Run it by hand to see why.";
        }
        return await FindInEngineAsync();
    }

    private async Task<string?> FindInEngineAsync()
    {
        var name = (string)Record["image"]!;
        return (await Docker.TryAsync("image", "inspect", name)).ExitCode == 0
            ? null
            : $"The Docker engine has no image {name}. Build it again: deploy/image/build.";
    }

    private static async Task<bool> IsRunningAsync() => (await Docker.TryAsync("info")).ExitCode == 0;
}
