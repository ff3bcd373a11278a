using System.Net;
using System.Net.Http.Headers;
using Fitness.AppHost;
using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>The API on this machine with a table in a region: what is provisioned, what is read, and how each failure ends.</summary>
public sealed class TestModeRunTests : AppHostTest
{
    private const string Existing = "fitness-qa";
    private static readonly string[] Options = ["--environment", EnvironmentNames.Test];

    [Fact]
    public async Task A_stack_of_ones_own_is_provisioned_and_the_next_run_changes_nothing()
    {
        await using var region = await FakeStackRegion.StartAsync();
        await using var issuer = await TestIssuer.StartAsync();
        var address = FreeAddress.Find();
        using var api = new HttpClient { BaseAddress = address };
        string[] options = [.. Options, "--port", $"{address.Port}"];
        (string, string)[] variables = [.. region.Variables, .. issuer.Settings];
        await using (var first = AppHostProcess.Start(variables, options))
        {
            await first.WaitForServiceAsync(api, Routes.Health);
            using var refused = await api.GetAsync("/v1/activities/mine", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Token("ann"));
            await api.CreateAsync("mine");
            Assert.DoesNotContain("kept-to-yourself", first.Output, StringComparison.Ordinal);
        }
        var stack = Assert.Single(region.CloudFormation.Stacks).Value;
        Assert.Equal(
            (DataStack.OwnStackName(Environment.UserName, Environment.MachineName), "CREATE_COMPLETE", "false"),
            (stack.Name, stack.Status, stack.Parameters[DataStack.DeletionProtection])
        );

        await api.WaitUntilGoneAsync();
        await using var second = AppHostProcess.Start(variables, options);
        await second.WaitForServiceAsync(api, Routes.Health);
        Assert.True(await api.HasAsync("mine"));
        Assert.Equal([$"ExecuteChangeSet {stack.Name}"], region.CloudFormation.Changes);
    }

    [Fact]
    public async Task A_stack_that_is_there_is_read_and_nothing_is_provisioned()
    {
        await using var region = await FakeStackRegion.StartAsync();
        await DeployAsync(
            region,
            await File.ReadAllTextAsync(Repository.PathOf("deploy", "resources.template.json"), TestContext.Current.CancellationToken)
        );
        var changes = region.CloudFormation.Changes.ToList();
        var address = FreeAddress.Find();
        using var api = new HttpClient { BaseAddress = address };
        await using var appHost = AppHostProcess.Start(region.Variables, [.. Options, "--stack", Existing, "--port", $"{address.Port}"]);
        await appHost.WaitForServiceAsync(api, Routes.Health);
        Assert.Equal(changes, region.CloudFormation.Changes);
    }

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
        await DeployAsync(
            region,
            """{"Parameters":{},"Resources":{"UserPool":{"Type":"AWS::Cognito::UserPool"}},"Outputs":{"Authority":{"Value":"https://issuer.example"}}}"""
        );
        await EndsAsync(
            region.Variables,
            [.. Options, "--stack", Existing],
            $"Stack {Existing} in eu-central-1 cannot be used: It has no output ActivitiesTableName."
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stack_that_is_not_in_the_region_ends_the_run(bool isElsewhere)
    {
        await using var region = await FakeStackRegion.StartAsync();
        if (isElsewhere)
            await DeployAsync(
                region,
                """{"Parameters":{},"Resources":{},"Outputs":{"ActivitiesTableName":{"Value":"x"},"Authority":{"Value":"x"},"Audience":{"Value":"x"}}}"""
            );
        var name = isElsewhere ? "eu-west-1" : "eu-central-1";
        await EndsAsync(
            [.. region.Variables, (SettingNames.Region, name)],
            [.. Options, "--stack", Existing],
            $"Stack {Existing} in {name} cannot be used: Stack with id {Existing}"
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
        await using var appHost = AppHostProcess.Start(variables, [.. options, "--port", "0"]);
        Assert.Equal(1, await appHost.WaitForExitAsync());
        var line = Assert.Single(appHost.Output.Split('\n'), line => line.Contains(" The run ends.", StringComparison.Ordinal));
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.DoesNotContain("kept-to-yourself", appHost.Output, StringComparison.Ordinal);
    }

    /// <summary>Deploys the stack beforehand, as somebody else.</summary>
    private static async Task DeployAsync(FakeStackRegion region, string template)
    {
        using var client = new HttpClient { BaseAddress = region.CloudFormation.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=somebody/20260101/{FakeAws.Region}/cloudformation/aws4_request"
        );
        foreach (var action in new[] { "CreateChangeSet", "ExecuteChangeSet" })
        {
            using var response = await client.PostAsync(
                "/",
                new FormUrlEncodedContent(
                    new Dictionary<string, string>
                    {
                        ["Action"] = action,
                        ["StackName"] = Existing,
                        ["TemplateBody"] = template,
                    }
                )
            );
            response.EnsureSuccessStatusCode();
        }
        await Eventually.WaitForAsync(
            () => Task.FromResult(region.CloudFormation.Stacks[Existing].Status == "CREATE_COMPLETE"),
            () => string.Join('\n', region.CloudFormation.Stacks[Existing].Events)
        );
    }
}
