using Fitness.Tests.Startup;
using Fitness.Tests.Support;

namespace Fitness.Tests.Authentication;

/// <summary>What looks like a switch for the check of tokens, and is none, stops the start.</summary>
[Collection(Alone.Name)]
public sealed class TokenSettingTests
{
    private const string Section = "Authentication__Schemes__Bearer__";

    [Theory]
    [InlineData("ASPNETCORE_Authentication__Schemes__Bearer__Authority")]
    [InlineData("Authentication_Schemes_Bearer_Authority")]
    [InlineData("Authentication.Schemes.Bearer.Authority")]
    [InlineData("Authentification__Schemes__Bearer__Authority")]
    public async Task A_variable_that_was_meant_to_switch_it_on_is_not_overlooked(string name)
    {
        var (exitCode, output) = await ApiRun.RunAsync(EnvironmentNames.Development, (name, "https://issuer.example"));
        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            $"Fitness cannot start: {name} is no setting of Fitness; the nearest is {Section}Authority.",
            output,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("SigningKeys__0__Value", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0")]
    [InlineData("RequireHttpsMetadata", "false")]
    public async Task Any_other_part_alone_stops_the_start(string name, string value)
    {
        ImageUnderTest.SkipInside("The test gives the process user secrets");
        var (exitCode, output) = await ApiRun.RunAsync(
            EnvironmentNames.Development,
            [UserSecrets.Home(UserSecrets.LeftKeys), ($"{Section}{name}", value)]
        );
        Assert.Equal(
            (
                1,
                $"Fitness cannot start: {Section}{name} is set, but {Section}Authority and {Section}ValidAudiences__0 are missing. Set them to have tokens checked, or remove it."
            ),
            (exitCode, output)
        );
    }
}
