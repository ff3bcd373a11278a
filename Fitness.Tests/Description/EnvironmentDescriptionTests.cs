using Fitness.Tests.Hosting;

namespace Fitness.Tests.Description;

public sealed class EnvironmentDescriptionTests(SharedEngine engine)
{
    [Fact]
    public async Task Development_says_what_runs_and_on_what()
    {
        const string image = "fitness/api@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        await using var api = new ApiFixture(engine).With(SettingNames.Image, image);
        await api.InitializeAsync();
        // Not in the contract yet, so that its handler stays out.
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        using var response = await client.GetAsync(ServiceAddress.EnvironmentDescription, TestContext.Current.CancellationToken);
        var description = await response.JsonAsync();
        Assert.Equal(("Development", image, "local", "us-east-1", api.Table),
            ((string?)description["environment"], (string?)description["image"], (string?)description["engine"], (string?)description["region"], (string?)description["table"]));
        Assert.Equal(ImageUnderTest.Name is null ? "jit" : "aot", (string?)description["build"]!["compiler"]);
    }
}
