using Fitness.Parity;
using Fitness.Tests.Hosting;
using Fitness.Tests.Parity;
using Fitness.Tests.Support;

namespace Fitness.Tests.Engine;

/// <summary>The recorded workload of <c>fitness parity --probe</c> on the embedded engine and on others: exactly the known differences occur.</summary>
public sealed class EngineDifferenceTests(SharedEngine embedded)
{
    // The rules expect a local engine's table to be operated differently; here those differences count as well.
    private static readonly string[] Lists = ["unexpected", "expected", "follows", "notCompared"];

    [Theory]
    [InlineData(SecondEngine.Moto)]
    [InlineData(SecondEngine.Local)]
    public async Task What_differs_between_engines_is_known_and_nothing_else_does(string name)
    {
        ImageUnderTest.SkipInside("The test compares engines, by the API of this checkout");
        LongForm.Only("The whole workload on another engine takes half a minute");
        await using var engine = await SecondEngine.StartAsync(name);
        await using var one = new ApiFixture(embedded);
        await one.InitializeAsync();
        await using var other = new ApiFixture(embedded).With(SettingNames.Endpoint, engine.Address.AbsoluteUri);
        await other.InitializeAsync();
        var comparison = await Compared.ReadAsync(one.Client.BaseAddress!.AbsoluteUri, other.Client.BaseAddress!.AbsoluteUri, probe: true);
        var report = Compared.Report(comparison);
        // For people to read the responses.
        Directory.CreateDirectory(Repository.PathOf("artifacts", "parity"));
        await using (var file = File.CreateText(Repository.PathOf("artifacts", "parity", $"engines-{name.Replace(' ', '-')}.json")))
            ParityReport.WriteJson(file, comparison);
        var found = Lists
            .SelectMany(list => report[list]!.AsArray())
            .Where(row => Counts((string)row!["path"]!))
            .ToDictionary(row => (string)row!["name"]!, row => ((string)row!["a"]!, (string)row["b"]!), StringComparer.Ordinal);
        var known = EngineDifference.All.Where(one => one.Engine == name).ToList();
        Assert.Equal(known.Select(one => one.What).Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(known, one =>
        {
            var (here, there) = found[one.What];
            Assert.StartsWith(one.Here, here, StringComparison.Ordinal);
            Assert.StartsWith(one.There, there, StringComparison.Ordinal);
        });

        static bool Counts(string path) =>
            path.StartsWith("/probe/", StringComparison.Ordinal)
            || path.StartsWith("/storage/found/", StringComparison.Ordinal)
            || path.StartsWith("/behaviour/", StringComparison.Ordinal);
    }

    [Fact]
    public Task The_document_is_made_from_the_differences() =>
        Snapshot.CompareAsync(EngineDifference.Write(), "Fitness.Api", "Storage", "Engine", "DIFFERENCES.md");
}
