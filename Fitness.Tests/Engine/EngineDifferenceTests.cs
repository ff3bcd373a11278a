using System.Text.Json.Nodes;
using Fitness.Tests.Deploy;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Engine;

/// <summary>The recorded workload of <c>fitness parity --probe</c> on the embedded engine and on others: exactly the documented differences occur.</summary>
public sealed class EngineDifferenceTests(SharedEngine embedded)
{
    // The rules expect a local engine's table to be operated differently; here those differences count as well.
    private static readonly string[] Lists = ["unexpected", "expected", "follows", "notCompared"];
    private static readonly string Documentation = Repository.PathOf("Fitness.Api", "Storage", "Engine", "DIFFERENCES.md");

    [Theory]
    [InlineData(SecondEngine.Moto)]
    [InlineData(SecondEngine.Local)]
    public async Task What_differs_between_engines_is_documented_and_nothing_else_does(string name)
    {
        await using var engine = await SecondEngine.StartAsync(name);
        await using var one = new ApiFixture(embedded);
        await one.InitializeAsync();
        await using var other = new ApiFixture(embedded).With(SettingNames.Endpoint, engine.Address.AbsoluteUri);
        await other.InitializeAsync();
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, null, "parity", one.Client.BaseAddress!.AbsoluteUri, other.Client.BaseAddress!.AbsoluteUri, "--probe", "--json");
        Assert.True(exitCode < 2, error);
        var report = JsonNode.Parse(output)!;
        // For people to read the responses.
        Directory.CreateDirectory(Repository.PathOf("artifacts", "parity"));
        await File.WriteAllTextAsync(Repository.PathOf("artifacts", "parity", $"engines-{name.Replace(' ', '-')}.json"), output, TestContext.Current.CancellationToken);
        var found = Lists.SelectMany(list => report[list]!.AsArray()).Where(row => Counts((string)row!["path"]!)).ToDictionary(row => (string)row!["name"]!, row => ((string)row!["a"]!, (string)row["b"]!), StringComparer.Ordinal);
        var documented = Rows().Where(row => row[0] == name).ToList();
        Assert.Equal(documented.Select(row => row[1]).Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(documented, row =>
        {
            var (a, b) = found[row[1]];
            Assert.StartsWith(row[2], a, StringComparison.Ordinal);
            Assert.StartsWith(row[3], b, StringComparison.Ordinal);
        });

        static bool Counts(string path) => path.StartsWith("/probe/", StringComparison.Ordinal) || path.StartsWith("/storage/found/", StringComparison.Ordinal) || path.StartsWith("/behaviour/", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_documented_difference_has_a_reason() => Assert.All(Rows(), row => Assert.True(row.Length == 5 && row.All(cell => cell.Length > 0), string.Join(" | ", row)));

    /// <summary>The table's columns: engine, what differs, how the report shows the embedded engine's response and the other's, reason.</summary>
    private static IEnumerable<string[]> Rows() => File.ReadAllLines(Documentation).SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
        .TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim('|').Split(" | ").Select(cell => cell.Trim(' ', '`')).ToArray());
}
