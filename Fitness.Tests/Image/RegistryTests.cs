using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Image;

/// <summary>Pushing to a registry and pulling from it.</summary>
public sealed class RegistryTests(BuiltImage image)
{
    [Fact]
    public async Task What_comes_back_by_digest_is_what_was_built()
    {
        _ = image.Name;
        Assert.SkipUnless(Docker.IsOnPath("docker-registry"), "There is no docker-registry. Install it (on Debian docker-registry).");
        await using var registry = await Registry.StartAsync();
        var digest = (string)image.Record["digest"]!;
        var repository = $"{registry.Address.Authority}/fitness/api";
        var reference = $"{repository}@{digest}";

        var (exitCode, output, error) = await Docker.RunProgramAsync(Repository.PathOf("deploy", "image", "push"), repository);
        Assert.True(exitCode == 0, error);
        Assert.Equal(reference, output.Split('\n')[^1]);

        try
        {
            await Docker.RunAsync("pull", "--quiet", reference);
            Assert.Contains(
                reference,
                await Docker.RunAsync("image", "inspect", "--format", "{{join .RepoDigests \" \"}}", reference),
                StringComparison.Ordinal
            );
            // The tag leads to the same image, and in the engine it equals the image built here: the same configuration and layers.
            await Docker.RunAsync("pull", "--quiet", $"{repository}:{image.Record["version"]}");
            const string identity = "{{json .RootFS.Layers}} {{json .Config}}";
            Assert.Equal(
                await Docker.RunAsync("image", "inspect", "--format", identity, image.Name),
                await Docker.RunAsync("image", "inspect", "--format", identity, reference)
            );
            await using var api = await Container.StartAsync(
                reference,
                "--network",
                "none",
                "--env",
                $"{SettingNames.Variable(SettingNames.Image)}={reference}"
            );
        }
        finally
        {
            foreach (var name in new[] { reference, $"{repository}:{image.Record["version"]}" })
                await Docker.TryAsync("image", "rm", name);
        }
    }

    [Fact]
    public async Task A_version_that_is_there_with_other_bytes_is_not_overwritten()
    {
        _ = image.Name;
        Assert.SkipUnless(Docker.IsOnPath("docker-registry"), "There is no docker-registry. Install it (on Debian docker-registry).");
        await using var registry = await Registry.StartAsync();
        var repository = $"{registry.Address.Authority}/fitness/api";
        var taken = $"{repository}:{image.Record["version"]}";
        // Any other image will do: the base of this one is at hand.
        await Docker.RunAsync("tag", ((string)image.Record["base"]!).Split("@sha256")[0], taken);
        await Docker.RunAsync("push", taken);
        await Docker.RunAsync("image", "rm", taken);
        var (exitCode, output, error) = await Docker.RunProgramAsync(Repository.PathOf("deploy", "image", "push"), repository);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith($"{taken} is already sha256:", error, StringComparison.Ordinal);
        Assert.EndsWith("Raise VersionPrefix in Directory.Build.props, and build again.", error, StringComparison.Ordinal);
    }
}
