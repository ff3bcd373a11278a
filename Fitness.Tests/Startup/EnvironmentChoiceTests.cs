using Fitness.Api.Settings;

namespace Fitness.Tests.Startup;

/// <summary>What selects the environment: an argument, or one of two variables, which have to agree.</summary>
[Collection(Alone.Name)]
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
        var (exitCode, output) = await ApiRun.RunAsync(EnvironmentNames.Production, arguments);
        Assert.Equal(
            (
                1,
                "Fitness cannot start: --environment is 'Test', but ASPNETCORE_ENVIRONMENT is 'Production'. Both select the environment: set one of them, or both to the same."
            ),
            (exitCode, output)
        );
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
