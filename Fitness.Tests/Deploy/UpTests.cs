using Fitness.Tests.Support;

namespace Fitness.Tests.Deploy;

/// <summary><c>fitness up</c>, where it works.</summary>
public sealed class UpTests
{
    [Fact]
    public async Task Up_deploys_both_stacks_shows_what_happens_and_prints_the_address()
    {
        FitnessCli.RequireAws();
        await using var aws = await FakeDeployment.StartAsync();
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, aws, FakeDeployment.Up);
        Assert.True(exitCode == 0, output + error);
        Assert.Equal(["ExecuteChangeSet fitness-qa", "ExecuteChangeSet fitness-qa-host"], aws.Changes);
        var host = aws.Stacks["fitness-qa-host"].Parameters;
        Assert.Equal(
            (
                FakeDeployment.Image,
                "arn:aws:ecr:eu-central-1:111122223333:repository/fitness",
                "fitness-qa",
                "vpc-0default",
                "subnet-0default",
                "198.51.100.7/32"
            ),
            (host["Image"], host["RepositoryArn"], host["ResourcesStack"], host["Vpc"], host["Subnet"], host["Clients"])
        );
        Assert.Contains("CREATE_IN_PROGRESS", output, StringComparison.Ordinal);
        Assert.Contains("http://ec2-203-0-113-25.eu-central-1.compute.amazonaws.com:10001", output, StringComparison.Ordinal);

        // No change, no deployment; and options that are not given again keep their values.
        (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, aws, "up", "--image", FakeDeployment.Image, "--no-parity");
        Assert.True(exitCode == 0, output + error);
        Assert.Equal(2, aws.Changes.Count);
        (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            aws,
            "up",
            "--image",
            FakeDeployment.Image.Replace("sha256:0", "sha256:f", StringComparison.Ordinal),
            "--time-to-live",
            "8",
            "--no-parity"
        );
        Assert.True(exitCode == 0, output + error);
        host = aws.Stacks["fitness-qa-host"].Parameters;
        Assert.Equal(
            (FakeDeployment.Image.Replace("sha256:0", "sha256:f", StringComparison.Ordinal), "8", "198.51.100.7/32"),
            (host["Image"], host["TimeToLive"], host["Clients"])
        );
    }
}
