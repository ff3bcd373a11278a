using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Parity;

/// <summary><c>fitness parity</c> as a user calls it: output, usage and exit codes.</summary>
public sealed class CommandLineTests(SharedEngine engine)
{
    [Fact]
    public async Task Two_services_that_run_are_compared_by_their_addresses()
    {
        ImageUnderTest.SkipInside("The test compares services of this checkout");
        await using var issuer = await TestIssuer.StartAsync();
        await using var laptop = new ApiFixture(engine);
        await laptop.InitializeAsync();
        await using var same = new ApiFixture(engine);
        await same.InitializeAsync();
        var rules = await ParityRulesFile.ForUncommittedWorkAsync();
        var (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            "parity",
            laptop.Client.BaseAddress!.AbsoluteUri,
            same.Client.BaseAddress!.AbsoluteUri,
            "--rules",
            rules
        );
        Assert.True(exitCode == 0, output + error);
        Assert.Matches(@"(?s)same \d{2,}.*expected to differ \d+.*local-engine.*unexpected 0", output);

        await using var test = new ApiFixture(engine)
            .In(EnvironmentNames.Test)
            .WithIssuer(issuer)
            .With(SettingNames.Table, laptop.Table)
            .With("RateLimits:User:Requests", "7");
        await test.InitializeAsync();
        (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            [("FITNESS_TOKEN", issuer.Token("olga", token => token.Claims["roles"] = new[] { Roles.Operators }))],
            "parity",
            laptop.Client.BaseAddress.AbsoluteUri,
            test.Client.BaseAddress!.AbsoluteUri,
            "--markdown",
            "--rules",
            rules
        );
        Assert.True(exitCode == 1, output + error);
        Assert.Matches(@"\| setting RateLimits__User__Requests \| 1000000 \([a-z ]+\) \| 7 \([a-z ]+\) \| The setting changes", output);
        Assert.Contains("| one-variable: One variable picks the environment", output, StringComparison.Ordinal);

        (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            "parity",
            laptop.Client.BaseAddress.AbsoluteUri,
            test.Client.BaseAddress.AbsoluteUri
        );
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("fitness parity: B cannot be read. ", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n'));
    }

    [Fact]
    public async Task Programs_get_JSON()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        var address = api.Client.BaseAddress!.AbsoluteUri;
        var (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            "parity",
            address,
            address,
            "--json",
            "--rules",
            await ParityRulesFile.ForUncommittedWorkAsync()
        );
        Assert.True(exitCode == 0, output + error);
        Assert.True((bool)JsonNode.Parse(output)!["asExpected"]!);
    }

    [Theory]
    [InlineData("--probe cannot call 'README.md', which is a file.", "README.md", ".", "--probe")]
    [InlineData("Say --json or --markdown, not both.", ".", "image", "--json", "--markdown")]
    public async Task A_wrong_command_line_is_2_with_the_reason(string reason, params string[] arguments)
    {
        var (exitCode, _, error) = await FitnessCli.RunAsync(Repository.Root, null, ["parity", .. arguments]);
        Assert.Equal(2, exitCode);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_comparison_it_is_never_1_which_is_a_result()
    {
        var (exitCode, output, error) = await FitnessCli.RunAsync(Path.GetTempPath(), null, "parity", "image", "image");
        Assert.Equal((2, "", "fitness parity: This is no checkout of Fitness. Change into one."), (exitCode, output, error));
    }
}
