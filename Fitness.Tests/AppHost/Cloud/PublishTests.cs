using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Fitness.Tests.AppHost;

/// <summary>The manifest in the repository is the one that the AppHost generates.</summary>
public sealed class PublishTests
{
    [Fact]
    public async Task The_committed_manifest_is_what_publishing_writes()
    {
        // When this fails, run the command in the manifest's header.
        var committed = Path.Combine(Model.Of("--operation", "publish").Builder.AppHostDirectory, "..", "deploy", "docker-compose.yaml");
        Assert.Equal(await PublishAsync(), ToJson(committed));
    }

    [Fact]
    public async Task The_dashboard_comes_along_when_it_is_asked_for_and_gets_the_telemetry()
    {
        var services = JsonNode.Parse(await PublishAsync("--dashboard", "true"))!["services"]!.AsObject();
        Assert.Equal(["api", "qa-dashboard"], services.Select(service => service.Key).Order());
        Assert.StartsWith(
            "http://qa-dashboard:",
            (string?)services["api"]!["environment"]![SettingNames.Telemetry],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Only_the_API_is_published()
    {
        var model = Model.Of("--operation", "publish");
        Assert.Equal(["api"], model.Names);
    }

    /// <returns>The manifest, which is all that publishing writes.</returns>
    private static async Task<string> PublishAsync(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("fitness-publish-").FullName;
        try
        {
            await using (
                var app = Model.Of(["--operation", "publish", "--step", "publish", "--output-path", folder, .. arguments]).Builder.Build()
            )
                await app.RunAsync(TestContext.Current.CancellationToken);
            // A failed publish ends like a successful one; only the file tells them apart.
            Assert.Equal(["docker-compose.yaml"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
            return ToJson(Path.Combine(folder, "docker-compose.yaml"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The content without its formatting, for comparison.</summary>
    private static string ToJson(string path) =>
        new SerializerBuilder()
            .JsonCompatible()
            .Build()
            .Serialize(new DeserializerBuilder().Build().Deserialize<object>(File.ReadAllText(path)));
}
