using System.Net;
using System.Net.Http.Headers;
using Fitness.AppHost;
using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>The API on this machine with a table in a region: what is provisioned and what is read.</summary>
public sealed class TestModeRunTests : AppHostTest
{
    private static readonly string[] Options = ["--environment", EnvironmentNames.Test, "--port", "0"];

    [Fact]
    public async Task A_stack_of_ones_own_is_provisioned_and_the_next_run_changes_nothing()
    {
        await using var region = await FakeStackRegion.StartAsync();
        await using var issuer = await TestIssuer.StartAsync();
        (string, string)[] variables = [.. region.Variables, .. issuer.Settings];
        var token = new AuthenticationHeaderValue("Bearer", issuer.Token("ann"));
        HttpClient api;
        await using (var first = AppHostProcess.Start(variables, Options))
        {
            api = await first.WaitForApiAsync();
            using var refused = await api.GetAsync("/v1/activities/mine", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            api.DefaultRequestHeaders.Authorization = token;
            await api.CreateAsync("mine");
            Assert.DoesNotContain("kept-to-yourself", first.Output, StringComparison.Ordinal);
        }
        var stack = Assert.Single(region.CloudFormation.Stacks).Value;
        Assert.Equal(
            (DataStack.OwnStackName(Environment.UserName, Environment.MachineName), "CREATE_COMPLETE", "false"),
            (stack.Name, stack.Status, stack.Parameters[DataStack.DeletionProtection])
        );

        using (api)
            await api.WaitUntilGoneAsync();
        await using var second = AppHostProcess.Start(variables, Options);
        using var next = await second.WaitForApiAsync();
        next.DefaultRequestHeaders.Authorization = token;
        Assert.True(await next.HasAsync("mine"));
        Assert.Equal([$"ExecuteChangeSet {stack.Name}"], region.CloudFormation.Changes);
    }

    [Fact]
    public async Task A_stack_that_is_there_is_read_and_nothing_is_provisioned()
    {
        await using var region = await FakeStackRegion.StartAsync();
        await region.DeployAsync(
            await File.ReadAllTextAsync(Repository.PathOf("deploy", "resources.template.json"), TestContext.Current.CancellationToken)
        );
        var changes = region.CloudFormation.Changes.ToList();
        await using var appHost = AppHostProcess.Start(region.Variables, [.. Options, "--stack", FakeStackRegion.Existing]);
        using var api = await appHost.WaitForApiAsync();
        Assert.Equal(changes, region.CloudFormation.Changes);
    }
}
