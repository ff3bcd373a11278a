using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fitness.Tests.Deploy;
using Fitness.Tests.Hosting;
using Fitness.Tests.Image;

namespace Fitness.Tests.Parity;

/// <summary>
/// The story that Fitness ends: an environment runs the same commit, and something below it is another. Each image here says that it is
/// of the commit of the one that was built, and differs in one thing; parity names that, and nothing else.
/// </summary>
[Trait("Category", "Story")]
[Collection(AfterTheOthers.Name)]
public sealed class StoryTests(BuiltImage image)
{
    private const string Debian = "fitness/base:";

    [Fact]
    public Task An_older_library() => BuiltFromChangedSourcesAsync(
        // Nothing depends on it, so that it comes alone.
        "older-library", "Directory.Packages.props", """(?<=Include="Scalar.AspNetCore" Version=")[^"]+""", "2.18.0",
        "library Scalar.AspNetCore", "2.", "2.18.0");

    [Fact]
    public Task Another_index_of_the_table() => BuiltFromChangedSourcesAsync(
        "other-index", "deploy/resources.template.json", """, "steps"(?=\s*\])""", "",
        "index ByDay in the definition", "INCLUDE distanceMeters elapsedSeconds elevationGainMeters energyKilocalories id movingSeconds sport steps", "INCLUDE distanceMeters elapsedSeconds elevationGainMeters energyKilocalories id movingSeconds sport");

    [Fact]
    public async Task Nothing_between_the_checkout_and_its_image_whatever_the_shell_has_set()
    {
        var rules = await ParityRulesFile.ForUncommittedWorkAsync();
        _ = image.Name;
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, null, [(SettingNames.Region, "eu-central-1"), ("AWS_RETRY_MODE", "legacy"), ("RateLimits__User__Requests", "7")], "parity", ".", "image", "--rules", rules);
        Assert.True(exitCode == 0, output + error);
    }

    [Fact]
    public Task A_setting_that_is_not_set() => UponTheBuiltAsync(
        "unset-setting", "ENV Engine__DataPath=", "setting Engine__DataPath", "/data (environment variable)", "not set (default)");

    [Fact]
    public Task Another_time_zone_database() => UponTheBuiltAsync(
        "other-time-zones", "COPY --from=built /usr/share/zoneinfo/Europe/Lisbon /usr/share/zoneinfo/Europe/Berlin", "time-zone database", "", "");

    /// <summary>An image of the same commit, made by the same recipe from sources in which one line differs.</summary>
    private async Task BuiltFromChangedSourcesAsync(string name, string path, string pattern, string instead, string subject, string a, string b)
    {
        _ = image.Name;
        var context = Folders.Create();
        var (exitCode, _, error) = await Docker.RunProgramAsync("bash", "-c", $"git -C '{Repository.Root}' archive HEAD | tar --extract --directory '{context}'");
        Assert.True(exitCode == 0, error);
        var file = Path.Combine(context, path);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Single(Regex.Matches(text, pattern));
        await File.WriteAllTextAsync(file, Regex.Replace(text, pattern, instead), TestContext.Current.CancellationToken);

        string[] bases = [];
        if (((string)image.Record["base"]!).StartsWith(Debian, StringComparison.Ordinal))
        {
            (exitCode, var names, error) = await Docker.RunProgramAsync(Repository.PathOf("deploy", "image", "debian"));
            Assert.True(exitCode == 0, error);
            var (toolchain, root) = (names.Split(' ')[0], names.Split(' ')[1]);
            bases = ["--build-arg", $"SDK_IMAGE={toolchain}", "--build-arg", $"NODE_IMAGE={toolchain}", "--build-arg", $"BASE_IMAGE={root}"];
        }
        else bases = ["--build-arg", $"BASE_IMAGE={image.Record["base"]}"];
        await CompareAsync(name, ["--file", Path.Combine(context, "deploy", "image", "Dockerfile"), "--build-arg", $"VERSION={image.Record["version"]}", "--build-arg", $"REVISION={image.Record["commit"]}", "--build-arg", "EPOCH=0", .. bases, context], subject, a, b);
    }

    private async Task UponTheBuiltAsync(string name, string instruction, string subject, string a, string b)
    {
        var built = image.Name;
        var context = Folders.Create();
        await File.WriteAllTextAsync(Path.Combine(context, "Dockerfile"), $"FROM {built} AS built\nFROM built\n{instruction}\n", TestContext.Current.CancellationToken);
        await CompareAsync(name, [context], subject, a, b);
    }

    private async Task CompareAsync(string name, string[] build, string subject, string a, string b)
    {
        var other = $"fitness/story:{name}";
        try
        {
            var (built, output, error) = await Docker.RunProgramAsync("env", ["DOCKER_BUILDKIT=1", "docker", "build", "--platform", "linux/amd64", "--quiet", "--tag", other, .. build]);
            Assert.True(built == 0, output + error);
            var (exitCode, report, problem) = await FitnessCli.RunAsync(Repository.Root, null, "parity", image.Name, other, "--json");
            Assert.True(exitCode == 1, report + problem);
            // For people, who want to see it.
            var shown = await FitnessCli.RunAsync(Repository.Root, null, "parity", image.Name, other);
            Directory.CreateDirectory(Repository.PathOf("artifacts", "parity"));
            await File.WriteAllTextAsync(Repository.PathOf("artifacts", "parity", $"{name}.txt"), shown.Output, TestContext.Current.CancellationToken);
            var row = Assert.Single(JsonNode.Parse(report)!["unexpected"]!.AsArray())!;
            Assert.Equal(subject, (string?)row["name"]);
            Assert.StartsWith(a, (string?)row["a"], StringComparison.Ordinal);
            Assert.StartsWith(b, (string?)row["b"], StringComparison.Ordinal);
            Assert.NotEmpty((string)row["breaks"]!);
        }
        finally
        {
            await Docker.TryAsync("image", "rm", "--force", other);
        }
    }
}
