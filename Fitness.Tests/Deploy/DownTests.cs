using Amazon.DynamoDBv2.Model;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Deploy;

/// <summary><c>fitness down</c>.</summary>
public sealed class DownTests(SharedEngine engine)
{
    [Fact]
    public async Task Down_deletes_the_host_and_the_table_only_by_its_name()
    {
        FitnessCli.RequireAws();
        await using var aws = await FakeDeployment.StartAsync();
        Assert.Equal(0, (await FitnessCli.RunAsync(Repository.Root, aws, FakeDeployment.Up)).ExitCode);
        aws.Changes.Clear();

        var (exitCode, _, error) = await FitnessCli.RunAsync(Repository.Root, aws, "down", "--table", "another", "--yes");
        Assert.Equal(
            (1, "fitness down: The table of the stack fitness-qa is 'activities', not 'another'. Nothing was deleted."),
            (exitCode, error)
        );
        Assert.Empty(aws.Changes);

        (exitCode, var output, error) = await FitnessCli.RunAsync(Repository.Root, aws, "down", "--yes");
        Assert.True(exitCode == 0, output + error);
        Assert.Equal(["DeleteStack fitness-qa-host"], aws.Changes);
        Assert.Contains("fitness-qa", aws.Stacks.Keys);
    }

    [Fact]
    public async Task Down_deletes_the_named_table_from_DynamoDB()
    {
        FitnessCli.RequireAws();
        await using var table = new ApiFixture(engine);
        await table.InitializeAsync();
        _ = table.Client;
        await using var aws = await FakeDeployment.StartAsync(table.Table);
        Assert.Equal(0, (await FitnessCli.RunAsync(Repository.Root, aws, FakeDeployment.Up)).ExitCode);
        aws.DynamoDB = engine.Endpoint;
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, aws, "down", "--table", table.Table, "--yes");
        Assert.True(exitCode == 0, output + error);
        Assert.Empty(aws.Stacks);
        using var client = engine.CreateClient();
        await Assert.ThrowsAsync<ResourceNotFoundException>(() =>
            client.DescribeTableAsync(table.Table, TestContext.Current.CancellationToken)
        );
    }
}
