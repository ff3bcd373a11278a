using System.Text;
using Amazon.DynamoDBv2.Model;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Deploy;

/// <summary>The command line <c>fitness</c>, from the laptop's side.</summary>
public sealed class FitnessCliTests(SharedEngine engine)
{
    private const string Image = $"111122223333.dkr.ecr.eu-central-1.amazonaws.com/fitness@{ImageExamples.Digest}";
    private const string Elsewhere = $"ghcr.io/acme/fitness@{ImageExamples.Digest}";

    // In the order of the road.
    private static readonly string[] Plain =
    [
        "image",
        "push ghcr.io/acme/fitness",
        $"up --image {Elsewhere} --clients 198.51.100.7/32",
        "status",
        "down",
        "down --table NAME",
    ];

    private static readonly string[] Up = ["up", "--image", Image, "--clients", "198.51.100.7/32", "--no-parity"];

    /// <summary>The commands of the document.</summary>
    public static TheoryData<string> Commands => [.. Plain];

    [Fact]
    public async Task Up_deploys_both_stacks_shows_what_happens_and_prints_the_address()
    {
        FitnessCli.RequireAws();
        await using var aws = await StartAsync();
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, aws, Up);
        Assert.True(exitCode == 0, output + error);
        Assert.Equal(["ExecuteChangeSet fitness-qa", "ExecuteChangeSet fitness-qa-host"], aws.Changes);
        var host = aws.Stacks["fitness-qa-host"].Parameters;
        Assert.Equal(
            (
                Image,
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
        (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, aws, "up", "--image", Image, "--no-parity");
        Assert.True(exitCode == 0, output + error);
        Assert.Equal(2, aws.Changes.Count);
        (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            aws,
            "up",
            "--image",
            Image.Replace("sha256:0", "sha256:f", StringComparison.Ordinal),
            "--time-to-live",
            "8",
            "--no-parity"
        );
        Assert.True(exitCode == 0, output + error);
        host = aws.Stacks["fitness-qa-host"].Parameters;
        Assert.Equal(
            (Image.Replace("sha256:0", "sha256:f", StringComparison.Ordinal), "8", "198.51.100.7/32"),
            (host["Image"], host["TimeToLive"], host["Clients"])
        );
    }

    [Fact]
    public async Task A_host_that_fails_is_explained_by_its_console()
    {
        FitnessCli.RequireAws();
        await using var aws = await StartAsync();
        aws.Console = "booting\nfitness-host: FAILED at 'pulling the image' (line 98, exit code 1).\n";
        aws.Provision = stack =>
            stack.Name == "fitness-qa" ? Task.CompletedTask : throw new InvalidOperationException("Received FAILURE signal");
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, aws, Up);
        Assert.Equal(1, exitCode);
        Assert.Contains("Received FAILURE signal", output, StringComparison.Ordinal);
        Assert.Contains("FAILED at 'pulling the image'", output, StringComparison.Ordinal);
        Assert.StartsWith("fitness up: fitness-qa-host was not deployed:", error, StringComparison.Ordinal);

        // CloudFormation would refuse to update the failed stack.
        aws.Provision = _ => Task.CompletedTask;
        (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, aws, Up);
        Assert.True(exitCode == 0, output + error);
        Assert.Contains("DeleteStack fitness-qa-host", aws.Changes);
    }

    [Theory]
    [InlineData(1, "Which image?", "up", "--clients", "198.51.100.7/32")]
    [InlineData(1, "Name the image by digest", "up", "--image", "fitness/api:1.0")]
    [InlineData(1, "--clients 198.51.100.7/32. There is no default", "up", "--image", Image)]
    [InlineData(
        1,
        "Nothing was deployed. Check out the commit of the image, or say --no-parity.",
        "up",
        "--image",
        Image,
        "--clients",
        "198.51.100.7/32"
    )]
    [InlineData(2, "There is no image of this checkout. Build it: fitness image", "parity", "image", "image")]
    [InlineData(1, "There is no stack fitness-qa in this region and account", "status")]
    [InlineData(1, "There is nobody to ask here. Say --yes.", "down")]
    [InlineData(1, "There is no stack fitness-qa.", "down", "--table", "activities", "--yes")]
    [InlineData(2, "'many'", "up", "--time-to-live", "many")]
    [InlineData(2, "'sideways'", "sideways")]
    public async Task What_is_wrong_is_said_in_one_line(int expected, string text, params string[] arguments)
    {
        FitnessCli.RequireAws();
        await using var aws = await StartAsync();
        var (exitCode, _, error) = await FitnessCli.RunAsync(Empty(), aws, arguments);
        Assert.Equal(expected, exitCode);
        Assert.Contains(text, error, StringComparison.Ordinal);
        Assert.Empty(aws.Changes);
    }

    [Fact]
    public async Task Outside_a_checkout_it_says_so()
    {
        var (exitCode, _, error) = await FitnessCli.RunAsync(Path.GetTempPath(), null, "status");
        Assert.Equal((1, "fitness status: This is no checkout of Fitness. Change into one."), (exitCode, error));
    }

    [Fact]
    public async Task Down_deletes_the_host_and_the_table_only_by_its_name()
    {
        FitnessCli.RequireAws();
        await using var aws = await StartAsync();
        Assert.Equal(0, (await FitnessCli.RunAsync(Repository.Root, aws, Up)).ExitCode);
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
        await using var aws = await StartAsync(table.Table);
        Assert.Equal(0, (await FitnessCli.RunAsync(Repository.Root, aws, Up)).ExitCode);
        aws.DynamoDB = engine.Endpoint;
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, aws, "down", "--table", table.Table, "--yes");
        Assert.True(exitCode == 0, output + error);
        Assert.Empty(aws.Stacks);
        using var client = engine.CreateClient();
        await Assert.ThrowsAsync<ResourceNotFoundException>(() =>
            client.DescribeTableAsync(table.Table, TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_dry_run_prints_plain_commands_and_does_nothing(string command)
    {
        var (syntax, _, message) = await Docker.RunProgramAsync("bash", "-n", "-c", await DryRunAsync(command));
        Assert.True(syntax == 0, message);
    }

    [Fact]
    public async Task The_document_of_the_commands_is_made_of_dry_runs()
    {
        var document = new StringBuilder(
            """
            # The commands as plain ones

            What `deploy/fitness` runs, for those who want to run it by hand, in the root of the checkout. This file is made of its dry runs
            (`--dry-run`). `198.51.100.7/32`, `ghcr.io/acme/fitness` and `NAME` stand for what is yours; `image=$(cat artifacts/image/reference)`
            is the image that was pushed last. The comparison with the service needs [a token](README.md#a-token) in `FITNESS_TOKEN`.

            """
        );
        foreach (var command in Plain)
        {
            var section = $"\n## `deploy/fitness {command}`\n\n```\n{await DryRunAsync(command)}\n```\n";
            document.Append(section.Replace(Elsewhere, "$image", StringComparison.Ordinal));
        }
        await Snapshot.CompareAsync(document.ToString(), "deploy", "COMMANDS.md");
    }

    private static async Task<string> DryRunAsync(string command)
    {
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, null, [.. command.Split(' '), "--dry-run"]);
        Assert.Equal((0, ""), (exitCode, error));
        return output;
    }

    [Fact]
    public async Task The_image_is_built_as_it_was_asked_for()
    {
        var (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            "image",
            "--base",
            "debian",
            "--no-cache",
            "--verbose",
            "--dry-run"
        );
        Assert.Equal((0, "deploy/image/build --base debian --no-cache --verbose", ""), (exitCode, output, error));
        (_, output, _) = await FitnessCli.RunAsync(Repository.Root, null, "image", "--help");
        Assert.All(["--base <debian|registry>", "--no-cache", "--verbose", "--dry-run"], option =>
            Assert.Contains(option, output, StringComparison.Ordinal)
        );
    }

    /// <summary>A checkout in which no image has been built.</summary>
    private static string Empty()
    {
        var folder = Folders.Create();
        File.WriteAllText(Path.Combine(folder, "Fitness.sln"), "");
        Directory.CreateDirectory(Path.Combine(folder, "deploy"));
        File.WriteAllText(Path.Combine(folder, "deploy", "parity.rules.json"), """{ "subjects": [], "rules": [] }""");
        return folder;
    }

    private static async Task<FakeCloudFormation> StartAsync(string table = "activities")
    {
        var aws = await FakeCloudFormation.StartAsync();
        aws.Resources = stack =>
            stack.Name == "fitness-qa"
                ? new Dictionary<string, string>
                {
                    ["ActivitiesTable"] = table,
                    ["ActivitiesTable.Arn"] = "arn",
                    ["UserPool.ProviderURL"] = "https://issuer.example",
                }
                : new Dictionary<string, string> { ["Host"] = FakeAws.InstanceId, ["Address.PublicIp"] = "203.0.113.25" };
        return aws;
    }
}
