using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Summaries;

/// <summary><c>fitness summaries</c> as a user calls it: output and exit codes.</summary>
public sealed class SummariesCommandTests(SharedEngine engine)
{
    private const string March = "/v1/summaries?period=month&from=2026-03-01&to=2026-03-31";

    [Fact]
    public async Task Each_wrong_total_is_named_once_and_then_right()
    {
        await using var api = await Runs.FilledAsync(new ApiFixture(engine));
        using (await api.Client.GetAsync(March)) { }
        var old = Assert.Single(await Runs.KeptAsync(engine, api))["days"];
        Assert.Equal((0, "Every total is the sum of its activities."), await RunAsync(api));
        using (await api.Client.PutAsync("march", Runs.At("2026-03-30T08:00:00Z"))) { }
        using (await api.Client.GetAsync(March)) { }
        await Runs.ReplaceDaysAsync(engine, api, old);

        var (exitCode, output) = await RunAsync(api);
        Assert.Equal(1, exitCode);
        Assert.Contains("2026-03-01 to 2026-03-31, possibleDuplicates=include: count was 99, not 100", output, StringComparison.Ordinal);
        Assert.Contains("2026-03: what was kept is replaced", output, StringComparison.Ordinal);
        Assert.Equal((0, "Every total is the sum of its activities."), await RunAsync(api));
    }

    [Theory]
    [InlineData("here", "fitness summaries: 'here' is no address, such as http://localhost:10001.")]
    [InlineData("http://127.0.0.1:9", "fitness summaries: http://127.0.0.1:9/ cannot be read: ")]
    public async Task A_service_that_cannot_be_read_is_not_right(string address, string message)
    {
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, null, "summaries", address);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith(message, error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(ApiFixture api)
    {
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, null, "summaries", api.Client.BaseAddress!.AbsoluteUri);
        Assert.Equal("", error);
        return (exitCode, output.TrimEnd());
    }
}
