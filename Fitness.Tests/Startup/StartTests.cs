using Fitness.Tests.Support;

namespace Fitness.Tests.Startup;

/// <summary>A wrong setting ends the start with one line and a non-zero exit code.</summary>
[Collection(Alone.Name)]
public sealed class StartTests
{
    private static readonly (string, string)[] Complete =
    [
        ("AWS_REGION", "eu-central-1"),
        ("AWS__Resources__ActivitiesTableName", "fitness"),
        ("Authentication__Schemes__Bearer__Authority", "https://issuer.example"),
        ("Authentication__Schemes__Bearer__ValidAudiences__0", "fitness"),
    ];

    [Theory]
    [InlineData("Test")]
    [InlineData("Production")]
    public async Task A_missing_setting_stops_the_start_and_is_named(string environment)
    {
        var all = await ApiRun.RunAsync(environment);
        foreach (var (name, _) in Complete)
            Assert.Contains(name, all.Output, StringComparison.Ordinal);
        for (var missing = 0; missing < Complete.Length; missing++)
        {
            var (exitCode, output) = await ApiRun.RunAsync(environment, [.. Complete.Where((_, index) => index != missing)]);
            Assert.Equal(1, exitCode);
            Assert.Equal(
                $"Fitness cannot start: {environment} needs the settings {Complete[missing].Item1}. Set them as environment variables.",
                output
            );
        }
    }

    [Fact]
    public async Task Development_never_talks_to_a_region()
    {
        var (exitCode, output) = await ApiRun.RunAsync(
            "Development",
            ("AWS_ENDPOINT_URL_DYNAMODB", "https://dynamodb.eu-central-1.amazonaws.com")
        );
        Assert.Equal(1, exitCode);
        Assert.Contains("Development talks to a local engine only", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_refuses_another_endpoint_unless_it_is_allowed()
    {
        var (exitCode, output) = await ApiRun.RunAsync("Test", [.. Complete, ("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:9")]);
        Assert.Equal(1, exitCode);
        Assert.Contains("Storage__AllowEndpointOverride=true", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', output);
    }

    [Theory]
    [InlineData("fitness/api:1.0")]
    [InlineData("fitness/api@sha256:12ab")]
    [InlineData(ImageExamples.Digest)]
    public async Task An_image_that_is_not_named_by_digest_is_refused(string image)
    {
        var (exitCode, output) = await ApiRun.RunAsync(
            EnvironmentNames.Test,
            [.. Complete, (SettingNames.Variable(SettingNames.Image), image)]
        );
        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            $"Fitness cannot start: Fitness__Image is '{image}'; it must name the image by digest",
            output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain('\n', output);
    }

    [Fact]
    public async Task Development_commands_are_refused_outside_Development_and_their_key_is_not_shown()
    {
        var (exitCode, output) = await ApiRun.RunAsync(
            EnvironmentNames.Test,
            [.. Complete, (SettingNames.Variable(SettingNames.CommandKey), "a-key-of-the-apphost")]
        );
        Assert.Equal(
            (1, "Fitness cannot start: Development__CommandKey is set, but Test has no development commands. Remove it."),
            (exitCode, output)
        );
        (exitCode, output) = await ApiRun.RunAsync(EnvironmentNames.Development, (SettingNames.Variable(SettingNames.CommandKey), "short"));
        Assert.Equal((1, "Fitness cannot start: Development__CommandKey is too short; use 16 characters or more."), (exitCode, output));
    }
}
