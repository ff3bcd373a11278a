using Fitness.AppHost;
using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>The run that starts with a capsule.</summary>
public sealed class CapsuleModelTests
{
    [Fact]
    public async Task The_API_starts_with_the_capsule_on_its_own_engine_and_sends_its_requests_again()
    {
        var capsule = Folders.Create();
        var model = Model.Of("--capsule", capsule);
        Assert.Equal([FitnessModel.Api], model.Names);
        var variables = await model.VariablesAsync(FitnessModel.Api);
        Assert.Equal(
            (capsule, "true", EnvironmentNames.Development),
            (
                variables[SettingNames.Variable(SettingNames.CapsulePath)],
                variables[SettingNames.Variable(SettingNames.CapsuleReplay)],
                variables[SettingNames.Environment]
            )
        );
        Assert.DoesNotContain(SettingNames.Endpoint, variables.Keys);
    }

    [Theory]
    [InlineData("--capsule is for Development only; leave --environment out.", "--environment", "Test")]
    [InlineData("--capsule starts the project with an engine of its own;", "--image", Model.Image)]
    [InlineData("--capsule starts the project with an engine of its own;", "--engine", "embedded")]
    [InlineData("--capsule starts the project with an engine of its own;", "--persist", "true")]
    public void What_does_not_go_with_it_is_said(string message, params string[] arguments) =>
        Assert.StartsWith(
            message,
            Assert.Throws<StartException>(() => Model.Of(["--capsule", Folders.Create(), .. arguments])).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void One_that_is_not_there_is_refused() =>
        Assert.StartsWith(
            "--capsule is 'no.zip'; name a file or a folder that is there, or an image",
            Assert.Throws<StartException>(() => Model.Of("--capsule", "no.zip")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_image_is_taken_by_its_name() =>
        Assert.Equal([FitnessModel.Api], Model.Of("--capsule", "fitness/api:1.0-capsule-the-bug").Names);
}
