using System.Text.Json;
using Fitness.Api.Settings;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Startup;

/// <summary>What selects the environment: an argument, or one of two variables, which have to agree.</summary>
public sealed class EnvironmentChoiceTests
{
    [Theory]
    [InlineData(null, null, null, null, "Production")]
    [InlineData(null, null, null, "Fitness.Api", "Development")]
    [InlineData("Test", null, null, "Fitness.Api", "Test")]
    [InlineData(null, "Test", null, "Fitness.Api", "Test")]
    [InlineData(null, null, "Test", "Fitness.Api", "Test")]
    [InlineData("test", "TEST", "Test", null, "Test")]
    [InlineData("production", null, null, null, "Production")]
    [InlineData("", "", "Test", null, "Test")]
    [InlineData("", "", "", "", "Production")]
    [InlineData("Staging", null, null, null, "Staging")]
    public void One_choice_is_enough(string? argument, string? variable, string? general, string? profile, string expected) =>
        Assert.Equal(expected, Read(argument, variable, general, profile));

    [Theory]
    [InlineData("Test", "Production", null, "--environment is 'Test', but ASPNETCORE_ENVIRONMENT is 'Production'.")]
    [InlineData("Development", "Development", "Production", "--environment is 'Development', but DOTNET_ENVIRONMENT is 'Production'.")]
    [InlineData(null, "Development", "Production", "ASPNETCORE_ENVIRONMENT is 'Development', but DOTNET_ENVIRONMENT is 'Production'.")]
    public void Two_that_differ_stop_the_start(string? argument, string? variable, string? general, string expected) =>
        Assert.StartsWith(
            expected,
            Assert.Throws<StartException>(() => Read(argument, variable, general, "Fitness.Api")).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("--environment", "Test")]
    [InlineData("--environment=Test")]
    [InlineData("/environment", "Test")]
    [InlineData("environment=Test")]
    [InlineData("serve", "--ASPNETCORE_ENVIRONMENT", "Test")]
    [InlineData("describe", "--environment", "Test")]
    public async Task A_different_variable_is_one_line(params string[] arguments)
    {
        var (exitCode, output) = await ApiProcess.RunAsync(EnvironmentNames.Production, arguments);
        Assert.Equal(
            (
                1,
                "Fitness cannot start: --environment is 'Test', but ASPNETCORE_ENVIRONMENT is 'Production'. Both select the environment: set one of them, or both to the same."
            ),
            (exitCode, output)
        );
    }

    /// <summary>With the variables that 'dotnet run' sets of the profile.</summary>
    [Fact]
    public async Task The_launch_profile_is_Development_unless_the_user_chooses()
    {
        ImageUnderTest.SkipInside("An image has no launch profile");
        using var settings = JsonDocument.Parse(
            await File.ReadAllTextAsync(
                Repository.PathOf("Fitness.Api", "Properties", "launchSettings.json"),
                TestContext.Current.CancellationToken
            )
        );
        (string, string)[] profile =
        [
            .. settings
                .RootElement.GetProperty("profiles")
                .GetProperty("Fitness.Api")
                .GetProperty("environmentVariables")
                .EnumerateObject()
                .Select(variable => (variable.Name, variable.Value.GetString()!)),
        ];
        var (exitCode, output) = await ApiProcess.RunAsync("", ["--environment", "Test"], profile);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("Fitness cannot start: Test needs the settings ", output, StringComparison.Ordinal);
        (exitCode, output) = await ApiProcess.RunAsync(
            "",
            ["--AWS_ENDPOINT_URL_DYNAMODB", "https://dynamodb.eu-central-1.amazonaws.com"],
            profile
        );
        Assert.Contains("Development talks to a local engine only", output, StringComparison.Ordinal);
        (exitCode, output) = await ApiProcess.RunAsync(EnvironmentNames.Production, ["--environment", "Test"], profile);
        Assert.Contains("but ASPNETCORE_ENVIRONMENT is 'Production'.", output, StringComparison.Ordinal);
    }

    private static string Read(string? argument, string? variable, string? general, string? profile) =>
        EnvironmentChoice.Read(argument is null ? [] : [$"--environment={argument}"], name => name switch
            {
                SettingNames.Environment => variable,
                EnvironmentChoice.General => general,
                EnvironmentChoice.LaunchProfile => profile,
                _ => null,
            });
}
