using System.Text;
using Fitness.Tests.Support;

namespace Fitness.Tests.Deploy;

/// <summary>The command line <c>fitness</c>, from the laptop's side.</summary>
public sealed class FitnessCliTests
{
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

    /// <summary>The commands of the document.</summary>
    public static TheoryData<string> Commands => [.. Plain];

    [Theory]
    [InlineData(1, "Which image?", "up", "--clients", "198.51.100.7/32")]
    [InlineData(1, "Name the image by digest", "up", "--image", "fitness/api:1.0")]
    [InlineData(1, "--clients 198.51.100.7/32. There is no default", "up", "--image", FakeDeployment.Image)]
    [InlineData(
        1,
        "Nothing was deployed. Check out the commit of the image, or say --no-parity.",
        "up",
        "--image",
        FakeDeployment.Image,
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
        await using var aws = await FakeDeployment.StartAsync();
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
}
