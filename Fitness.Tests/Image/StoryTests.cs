using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Image;

/// <summary>
/// The problem that parity solves: two environments run the same commit, but something below it differs. Each image here claims the
/// commit of the built image and differs from it in one thing; parity names that and nothing else.
/// </summary>
[Trait("Category", "Story")]
public sealed class StoryTests(BuiltImage image)
{
    private const string Debian = "fitness/base:";

    // Nothing depends on it, so no other package changes.
    private const string Library = "Scalar.AspNetCore";
    private const string OlderVersion = "2.18.0";

    [Fact]
    public async Task An_older_library()
    {
        // The image says which libraries it has. Compiling it with another one takes minutes and makes no other difference.
        var context = Folders.Create();
        var folder = Path.GetDirectoryName(ApiProgram.PathInImage);
        var path = await CopyAsync($"{folder}/{ApiProgram.BillOfMaterials}", context);
        var bill = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        Assert.Single(bill["components"]!.AsArray(), package => (string?)package!["name"] == Library)!["version"] = OlderVersion;
        await File.WriteAllTextAsync(path, bill.ToJsonString(), TestContext.Current.CancellationToken);
        await BuildUponAsync(
            "older-library",
            $"COPY {ApiProgram.BillOfMaterials} {folder}/",
            $"library {Library}",
            "2.",
            OlderVersion,
            context
        );
    }

    [Fact]
    public async Task An_image_compiled_with_an_older_library()
    {
        LongForm.Only("Compiling the image again takes minutes");
        const string path = "Directory.Packages.props";
        const string pattern = $"""(?<=Include="{Library}" Version=")[^"]+""";
        _ = image.Name;
        var context = Folders.Create();
        var (exitCode, _, error) = await Docker.RunProgramAsync(
            "bash",
            "-c",
            $"git -C '{Repository.Root}' archive HEAD | tar --extract --directory '{context}'"
        );
        Assert.True(exitCode == 0, error);
        var file = Path.Combine(context, path);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Single(Regex.Matches(text, pattern));
        await File.WriteAllTextAsync(file, Regex.Replace(text, pattern, OlderVersion), TestContext.Current.CancellationToken);
        // As deploy/image/build uses the Dockerfile, with the same commit.
        await CompareAsync(
            "compiled-with-an-older-library",
            [
                "--file",
                Path.Combine(context, "deploy", "image", "Dockerfile"),
                "--build-arg",
                $"VERSION={image.Record["version"]}",
                "--build-arg",
                $"REVISION={image.Record["commit"]}",
                "--build-arg",
                "EPOCH=0",
                .. await BasesAsync(),
                context,
            ],
            $"library {Library}",
            "2.",
            OlderVersion
        );
    }

    [Fact]
    public async Task Another_index_of_the_table()
    {
        // The program contains the template unchanged. Compiling it again with another attribute would take minutes and make no other difference.
        const string attributes = "\"energyKilocalories\", \"steps\"";
        var context = Folders.Create();
        var program = await CopyAsync(ApiProgram.PathInImage, context);
        var content = await File.ReadAllBytesAsync(program, TestContext.Current.CancellationToken);
        var place = content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(attributes));
        Assert.True(place > 0 && content.AsSpan(place + 1).IndexOf(Encoding.UTF8.GetBytes(attributes)) < 0);
        Encoding.UTF8.GetBytes(attributes.Replace("steps", "speed", StringComparison.Ordinal)).CopyTo(content, place);
        await File.WriteAllBytesAsync(program, content, TestContext.Current.CancellationToken);
        await BuildUponAsync(
            "other-index",
            $"COPY {Path.GetFileName(program)} {ApiProgram.PathInImage}",
            "index ByDay in the definition",
            "projection INCLUDE distanceMeters elapsedSeconds elevationGainMeters energyKilocalories id movingSeconds sport steps",
            "projection INCLUDE distanceMeters elapsedSeconds elevationGainMeters energyKilocalories id movingSeconds speed sport",
            context
        );
    }

    [Fact]
    public async Task Nothing_between_the_checkout_and_its_image_whatever_the_shell_has_set()
    {
        _ = image.Name;
        Assert.SkipWhen(
            BuildDescription.OfThisProgram.Dirty,
            "This checkout has changes that are in no commit, and so in no image. Commit, and build the image again."
        );
        var (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            [(SettingNames.Region, "eu-central-1"), ("AWS_RETRY_MODE", "legacy"), ("RateLimits__User__Requests", "7")],
            "parity",
            ".",
            "image"
        );
        Assert.True(exitCode == 0, output + error);
    }

    [Fact]
    public async Task The_image_answers_every_request_of_the_probe_as_itself()
    {
        var (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            "parity",
            image.Name,
            image.Name,
            "--probe",
            "--rules",
            await ParityRulesFile.ForUncommittedWorkAsync()
        );
        Assert.True(exitCode == 0, output + error);
    }

    [Fact]
    public Task A_setting_that_is_not_set() =>
        BuildUponAsync(
            "unset-setting",
            "ENV ASPNETCORE_HTTP_PORTS=",
            "setting ASPNETCORE_HTTP_PORTS",
            "8080 (environment variable)",
            "not set (default)"
        );

    [Fact]
    public Task Another_time_zone_database() =>
        BuildUponAsync(
            "other-time-zones",
            "COPY --from=built /usr/share/zoneinfo/Europe/Lisbon /usr/share/zoneinfo/Europe/Berlin",
            "time-zone database",
            "",
            ""
        );

    /// <summary>The build arguments with the base images of the built image.</summary>
    private async Task<string[]> BasesAsync()
    {
        var recorded = (string)image.Record["base"]!;
        if (!recorded.StartsWith(Debian, StringComparison.Ordinal))
            return ["--build-arg", $"BASE_IMAGE={recorded}"];
        var (exitCode, names, error) = await Docker.RunProgramAsync(Repository.PathOf("deploy", "image", "debian"));
        Assert.True(exitCode == 0, error);
        var (toolchain, root) = (names.Split(' ')[0], names.Split(' ')[1]);
        return ["--build-arg", $"SDK_IMAGE={toolchain}", "--build-arg", $"NODE_IMAGE={toolchain}", "--build-arg", $"BASE_IMAGE={root}"];
    }

    /// <summary>Copies a file of the built image into the folder.</summary>
    private async Task<string> CopyAsync(string path, string folder)
    {
        var copy = Path.Combine(folder, Path.GetFileName(path));
        var container = await Docker.RunAsync("create", image.Name);
        try
        {
            await Docker.RunAsync("cp", $"{container}:{path}", copy);
        }
        finally
        {
            await Docker.TryAsync("rm", container);
        }
        return copy;
    }

    /// <summary>Adds one instruction to the built image, and compares.</summary>
    private async Task BuildUponAsync(string name, string instruction, string subject, string a, string b, string? context = null)
    {
        var built = image.Name;
        context ??= Folders.Create();
        await File.WriteAllTextAsync(
            Path.Combine(context, "Dockerfile"),
            $"FROM {built} AS built\nFROM built\n{instruction}\n",
            TestContext.Current.CancellationToken
        );
        await CompareAsync(name, [context], subject, a, b);
    }

    private async Task CompareAsync(string name, string[] build, string subject, string a, string b)
    {
        var other = $"fitness/story:{name}";
        try
        {
            var (built, output, error) = await Docker.RunProgramAsync(
                "env",
                ["DOCKER_BUILDKIT=1", "docker", "build", "--platform", "linux/amd64", "--quiet", "--tag", other, .. build]
            );
            Assert.True(built == 0, output + error);
            var (exitCode, report, problem) = await FitnessCli.RunAsync(Repository.Root, null, "parity", image.Name, other, "--json");
            Assert.True(exitCode == 1, report + problem);
            // For people to read.
            var shown = await FitnessCli.RunAsync(Repository.Root, null, "parity", image.Name, other);
            Directory.CreateDirectory(Repository.PathOf("artifacts", "parity"));
            await File.WriteAllTextAsync(
                Repository.PathOf("artifacts", "parity", $"{name}.txt"),
                shown.Output,
                TestContext.Current.CancellationToken
            );
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
