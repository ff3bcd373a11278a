using System.Text.Json.Nodes;
using Fitness.Api.Storage.Engine;
using Fitness.Tests.Startup;
using Fitness.Tests.Support;

namespace Fitness.Tests.Capsule;

/// <summary>A service that cannot start with a capsule says so and ends.</summary>
[Collection(Alone.Name)]
public sealed class CapsuleStartTests
{
    [Fact]
    public async Task An_item_that_the_table_does_not_take_ends_the_start_with_a_line_and_an_exit_code()
    {
        ImageUnderTest.SkipInside("The capsule is in a folder of this machine");
        Assert.SkipUnless(EngineBinary.IsThere, EngineProgram.Remedy);
        var folder = Folders.Create();
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("Fitness.Tests", "Capsules", "day-of-winter-time")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        CapsuleEdit.Table(folder, _ =>
            [JsonNode.Parse("""{"userId":{"S":"user-1"},"itemId":{"S":"activity#one"},"elapsedSeconds":{"N":"NaN"}}""")!]
        );
        var (exitCode, output) = await ApiRun.RunAsync(
            EnvironmentNames.Development,
            (SettingNames.Variable(SettingNames.CapsulePath), folder)
        );
        Assert.Equal(1, exitCode);
        Assert.Contains("Fitness cannot start: The capsule's items cannot be stored.", output, StringComparison.Ordinal);
    }
}
