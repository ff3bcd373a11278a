using System.Text.Json;
using Aspire.Hosting.AWS;
using Aspire.Hosting.AWS.CloudFormation;
using Fitness.AppHost;

namespace Fitness.Tests.AppHost;

/// <summary>The resources of Test; no other mode has any from AWS.</summary>
public sealed class TestModeModelTests
{
    [Fact]
    public async Task Test_provisions_the_definition_under_the_developers_own_name()
    {
        var model = Model.Of(Model.TestSettings, "--environment", "Test");
        Assert.Equal(["api", "data"], model.Names.Order());
        var stack = model.Resource<ICloudFormationTemplateResource>("data");
        Assert.Equal(DataStack.OwnStackName(Environment.UserName, Environment.MachineName), stack.StackName);
        Assert.Equal(("fitness", "Test", Environment.UserName), (stack.Tags["Project"], stack.Tags["Environment"], stack.Tags["Owner"]));
        Assert.Equal("eu-central-1", stack.AWSSDKConfig!.Region!.SystemName);
        using var template = JsonDocument.Parse(await File.ReadAllTextAsync(stack.TemplatePath, TestContext.Current.CancellationToken));
        Assert.True(template.RootElement.GetProperty("Outputs").TryGetProperty(SettingNames.TableOutput, out _));
        Assert.True(template.RootElement.GetProperty("Parameters").TryGetProperty(DataStack.DeletionProtection, out _));
        Assert.True(model.WaitsFor("data"));

        var variables = await model.VariablesAsync("api");
        Assert.Equal(
            ("Test", "eu-central-1", "https://issuer.example", "fitness"),
            (
                variables[SettingNames.Environment],
                variables[SettingNames.Region],
                variables[SettingNames.Variable(SettingNames.Authority)],
                variables[SettingNames.Variable(SettingNames.Audience)]
            )
        );
        Assert.DoesNotContain(SettingNames.Endpoint, variables.Keys);
        Assert.DoesNotContain(SettingNames.AccessKey, variables.Keys);
        Assert.DoesNotContain(SettingNames.Variable(SettingNames.CommandKey), variables.Keys);
        Assert.Equal([("/scalar", "Reference")], await model.LinksAsync());
        Assert.DoesNotContain(model.Resource<ProjectResource>("api").Annotations.OfType<ResourceCommandAnnotation>(), command =>
            command.Name is "fill" or "empty"
        );
    }

    [Fact]
    public async Task Tests_tokens_are_the_stacks_own_unless_settings_name_others()
    {
        var variables = Model.Of([(SettingNames.Region, "eu-central-1")], "--environment", "Test").VariablesAsync("api");
        // They are outputs, which are unknown until the stack exists.
        Assert.DoesNotContain(SettingNames.Variable(SettingNames.Authority), (await variables).Keys);
        var stack = Model
            .Of([(SettingNames.Region, "eu-central-1")], "--environment", "Test")
            .Resource<ICloudFormationTemplateResource>("data");
        using var template = JsonDocument.Parse(await File.ReadAllTextAsync(stack.TemplatePath, TestContext.Current.CancellationToken));
        foreach (var output in new[] { SettingNames.AuthorityOutput, SettingNames.AudienceOutput })
            Assert.True(template.RootElement.GetProperty("Outputs").TryGetProperty(output, out _));
    }

    [Fact]
    public void Test_with_a_stack_refers_to_it_and_provisions_nothing()
    {
        var model = Model.Of(Model.TestSettings, "--environment", "Test", "--stack", "fitness-qa");
        var stack = model.Resource<ICloudFormationStackResource>("data");
        Assert.Equal("fitness-qa", stack.StackName);
        Assert.Empty(model.Builder.Resources.OfType<ICloudFormationTemplateResource>());
        Assert.True(model.WaitsFor("data"));
    }

    [Fact]
    public async Task Host_names_are_the_developers_own_and_none_are_added()
    {
        // An added name would leave out every other.
        Assert.DoesNotContain(
            SettingNames.AllowedHosts,
            (await Model.Of(Model.TestSettings, "--environment", "Test", "--stack", "fitness-qa").VariablesAsync("api")).Keys
        );
    }

    [Fact]
    public async Task An_image_in_Test_gets_credentials_from_the_environment_and_from_nowhere_else()
    {
        var wrong = Assert.Throws<StartException>(() => Model.Of(Model.TestSettings, "--environment", "Test", "--image", Model.Image));
        Assert.StartsWith(
            "Test needs the settings AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY. Set them as environment variables;",
            wrong.Message,
            StringComparison.Ordinal
        );
        var variables = await Model
            .Of(
                [.. Model.TestSettings, (SettingNames.AccessKey, "key"), (SettingNames.SecretKey, "secret")],
                "--environment",
                "Test",
                "--image",
                Model.Image
            )
            .VariablesAsync("api");
        Assert.Equal(("key", "secret"), (variables[SettingNames.AccessKey], variables[SettingNames.SecretKey]));
    }

    [Theory]
    [InlineData("--engine", "embedded")]
    [InlineData("--engine", "container")]
    [InlineData("--image", Model.Image)]
    [InlineData("--image", Model.Image, "--engine", "embedded")]
    [InlineData("--operation", "publish")]
    public void Nothing_of_AWS_is_there_in_the_other_modes(params string[] arguments)
    {
        var model = Model.Of(arguments);
        Assert.Empty(model.Builder.Resources.OfType<IAWSResource>());
        // Aspire.Hosting.AWS registers its provisioning services only with the first stack.
        Assert.DoesNotContain(model.Builder.Services, service =>
            !service.IsKeyedService
            && service.ImplementationType?.Namespace?.StartsWith("Aspire.Hosting.AWS", StringComparison.Ordinal) == true
        );
        Assert.DoesNotContain(model.Builder.Services, service =>
            service.IsKeyedService
            && service.KeyedImplementationType?.Namespace?.StartsWith("Aspire.Hosting.AWS", StringComparison.Ordinal) == true
        );
    }

    [Theory]
    [InlineData("ann", "laptop", "fitness-test-ann-laptop-")]
    [InlineData("ann.müller@acme", "LAPTOP_7", "fitness-test-ann-m-ller-acme-LAPTOP-7-")]
    public void A_stacks_name_is_one_that_CloudFormation_takes(string user, string machine, string begin)
    {
        Assert.StartsWith(begin, DataStack.OwnStackName(user, machine), StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z][A-Za-z0-9-]{0,127}$", DataStack.OwnStackName(user, new string('m', 200)));
    }

    [Fact]
    public void Two_people_never_share_a_stack_by_default() =>
        Assert.NotEqual(DataStack.OwnStackName("安", "計"), DataStack.OwnStackName("王", "計"));

    [Fact]
    public void Without_a_region_Test_says_what_to_set()
    {
        var wrong = Assert.Throws<StartException>(() => Model.Of("--environment", "Test"));
        Assert.Equal("Test needs the settings AWS_REGION. Set them as environment variables.", wrong.Message);
    }
}
