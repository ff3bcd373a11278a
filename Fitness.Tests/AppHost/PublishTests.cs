using YamlDotNet.Serialization;

namespace Fitness.Tests.AppHost;

/// <summary>The manifest in the repository is the one that the AppHost makes.</summary>
public sealed class PublishTests
{
    [Fact]
    public async Task The_committed_manifest_is_what_publishing_writes()
    {
        var folder = Directory.CreateTempSubdirectory("fitness-publish-").FullName;
        try
        {
            var model = Model.Of("--operation", "publish", "--step", "publish", "--output-path", folder);
            var committed = Path.Combine(model.Builder.AppHostDirectory, "..", "deploy", "docker-compose.yaml");
            await using (var app = model.Builder.Build()) await app.RunAsync(TestContext.Current.CancellationToken);
            // When this fails, deploy/docker-compose.yaml is not what the AppHost makes: run the command in its header.
            // A publish that fails ends like one that does not; the file tells them apart.
            Assert.Equal(["docker-compose.yaml"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
            Assert.Equal(ToJson(Path.Combine(folder, "docker-compose.yaml")), ToJson(committed));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Only_the_API_is_published()
    {
        var model = Model.Of("--operation", "publish");
        Assert.Equal(["api"], model.Names);
    }

    /// <summary>The content without its style, for comparison.</summary>
    private static string ToJson(string path) =>
        new SerializerBuilder().JsonCompatible().Build().Serialize(new DeserializerBuilder().Build().Deserialize<object>(File.ReadAllText(path)));
}
