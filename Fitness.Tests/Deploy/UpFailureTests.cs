using Fitness.Tests.Support;

namespace Fitness.Tests.Deploy;

/// <summary><c>fitness up</c>, where the host fails.</summary>
public sealed class UpFailureTests
{
    [Fact]
    public async Task A_host_that_fails_is_explained_by_its_console()
    {
        FitnessCli.RequireAws();
        await using var aws = await FakeDeployment.StartAsync();
        aws.Console = "booting\nfitness-host: FAILED at 'pulling the image' (line 98, exit code 1).\n";
        aws.Provision = stack =>
            stack.Name == "fitness-qa" ? Task.CompletedTask : throw new InvalidOperationException("Received FAILURE signal");
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, aws, FakeDeployment.Up);
        Assert.Equal(1, exitCode);
        Assert.Contains("Received FAILURE signal", output, StringComparison.Ordinal);
        Assert.Contains("FAILED at 'pulling the image'", output, StringComparison.Ordinal);
        Assert.StartsWith("fitness up: fitness-qa-host was not deployed:", error, StringComparison.Ordinal);

        // CloudFormation would refuse to update the failed stack.
        aws.Provision = _ => Task.CompletedTask;
        (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, aws, FakeDeployment.Up);
        Assert.True(exitCode == 0, output + error);
        Assert.Contains("DeleteStack fitness-qa-host", aws.Changes);
    }
}
