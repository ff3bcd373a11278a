using Fitness.AppHost;
using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>How each failure to provision or read a stack ends the run.</summary>
public sealed class TestModeFailureTests : AppHostTest
{
    private static readonly string[] Options = ["--environment", EnvironmentNames.Test, "--port", "0"];

    [Fact]
    public async Task A_stack_that_cannot_be_provisioned_ends_the_run_with_its_reason()
    {
        await using var region = await FakeStackRegion.StartAsync();
        region.CloudFormation.Provision = _ => throw new InvalidOperationException("The quota of tables is used up.");
        await EndsAsync(
            region.Variables,
            Options,
            $"Stack {DataStack.OwnStackName(Environment.UserName, Environment.MachineName)} in eu-central-1 cannot be used: "
        );
    }

    [Fact]
    public async Task A_stack_without_an_output_ends_the_run_with_its_name()
    {
        await using var region = await FakeStackRegion.StartAsync();
        await region.DeployAsync(
            """{"Parameters":{},"Resources":{"UserPool":{"Type":"AWS::Cognito::UserPool"}},"Outputs":{"Authority":{"Value":"https://issuer.example"}}}"""
        );
        await EndsAsync(
            region.Variables,
            [.. Options, "--stack", FakeStackRegion.Existing],
            $"Stack {FakeStackRegion.Existing} in eu-central-1 cannot be used: It has no output ActivitiesTableName."
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stack_that_is_not_in_the_region_ends_the_run(bool isElsewhere)
    {
        await using var region = await FakeStackRegion.StartAsync();
        if (isElsewhere)
            await region.DeployAsync(
                """{"Parameters":{},"Resources":{},"Outputs":{"ActivitiesTableName":{"Value":"x"},"Authority":{"Value":"x"},"Audience":{"Value":"x"}}}"""
            );
        var name = isElsewhere ? "eu-west-1" : "eu-central-1";
        await EndsAsync(
            [.. region.Variables, (SettingNames.Region, name)],
            [.. Options, "--stack", FakeStackRegion.Existing],
            $"Stack {FakeStackRegion.Existing} in {name} cannot be used: Stack with id {FakeStackRegion.Existing}"
        );
    }

    [Fact]
    public async Task Without_credentials_the_run_ends_and_says_so()
    {
        await using var region = await FakeStackRegion.StartAsync();
        var empty = Folders.Create();
        // Nothing from this machine: no profile, and no metadata service.
        (string, string)[] variables =
        [
            .. region.Variables.Where(variable => variable.Name is not (SettingNames.AccessKey or SettingNames.SecretKey)),
            ("HOME", empty),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ];
        await EndsAsync(variables, Options, "Failed to resolve AWS credentials");
    }

    [Fact]
    public async Task A_region_that_nobody_answers_in_ends_the_run()
    {
        // An unused address stands in for AWS, so no call leaves the machine.
        (string, string)[] variables =
        [
            (SettingNames.Region, "eu-central-1"),
            (SettingNames.AccessKey, "key"),
            (SettingNames.SecretKey, "kept-to-yourself"),
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
        ];
        await EndsAsync(variables, Options, "in eu-central-1 cannot be used: Connection refused");
    }

    [Fact]
    public async Task A_region_that_is_no_name_of_one_stops_the_start()
    {
        await using var appHost = AppHostProcess.Start([(SettingNames.Region, "x y")], Options);
        Assert.Equal(1, await appHost.WaitForExitAsync());
        Assert.Equal("Fitness.AppHost cannot start: AWS_REGION is 'x y'; use a region's name, such as eu-central-1.", appHost.Output);
    }

    private static async Task EndsAsync((string Name, string Value)[] variables, string[] options, string reason)
    {
        await using var appHost = AppHostProcess.Start(variables, options);
        Assert.Equal(1, await appHost.WaitForExitAsync());
        var line = Assert.Single(appHost.Output.Split('\n'), line => line.Contains(" The run ends.", StringComparison.Ordinal));
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.DoesNotContain("kept-to-yourself", appHost.Output, StringComparison.Ordinal);
    }
}
