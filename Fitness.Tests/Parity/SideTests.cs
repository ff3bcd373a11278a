using Fitness.Parity;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Parity;

/// <summary>Where the two descriptions come from, and what is said where they do not come.</summary>
public sealed class SideTests(SharedEngine engine, DescribedFixture described) : IClassFixture<DescribedFixture>
{
    [Fact]
    public async Task A_side_that_wants_a_token_says_which()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var laptop = new ApiFixture(engine);
        await laptop.InitializeAsync();
        await using var test = new ApiFixture(engine).In(EnvironmentNames.Test).WithIssuer(issuer).With(SettingNames.Table, laptop.Table);
        await test.InitializeAsync();
        var address = test.Client.BaseAddress!.AbsoluteUri;
        Assert.Equal(
            $"B cannot be read. {address}environment answers 401. It wants a token with the role 'operators' in the variable FITNESS_TOKEN.",
            await Compared.RefusalAsync(laptop.Client.BaseAddress!.AbsoluteUri, address)
        );
    }

    [Fact]
    public async Task A_side_that_has_another_name_says_so()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var api = new ApiFixture(engine)
            .In(EnvironmentNames.Test)
            .WithIssuer(issuer)
            .With(SettingNames.AllowedHosts, "fitness.example");
        await api.InitializeAsync();
        var address = api.Client.BaseAddress!.AbsoluteUri;
        Assert.Equal(
            $"A cannot be read. {address}environment answers 421. The service does not answer under this host name. The request is for '127.0.0.1'. This service answers under the names of the setting AllowedHosts.",
            await Compared.RefusalAsync(address, address)
        );
    }

    [Theory]
    [InlineData("http://127.0.0.1:9", "A cannot be read. http://127.0.0.1:9/environment is not reached")]
    [InlineData(
        "fitness/no-such-image:1",
        "A cannot be read. 'fitness/no-such-image:1' is no file and no address, and as an image it cannot be run: "
    )]
    [InlineData("http://localhost:99999", "A cannot be read. 'http://localhost:99999' is no address.")]
    public async Task A_side_that_cannot_be_read_is_refused_with_the_reason(string side, string text) =>
        Assert.StartsWith(text, await Compared.RefusalAsync(side, side), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_holds_something_else_is_refused()
    {
        var file = Repository.PathOf("README.md");
        Assert.StartsWith(
            $"A cannot be read. '{file}' gives no environment description",
            await Compared.RefusalAsync(file, file),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/storage", """{"x":1}""", null)]
    [InlineData("/settings", """{"x":1}""", "/settings/x")]
    [InlineData("/build/dirty", "[]", "/build/dirty")]
    [InlineData("/build/commit", "{}", "/build/commit")]
    public async Task A_saved_description_that_holds_something_else_inside_is_refused_or_differs(string path, string value, string? differs)
    {
        var folder = Folders.Create();
        var (first, second) = (Path.Combine(folder, "a.json"), Path.Combine(folder, "b.json"));
        await File.WriteAllTextAsync(first, described.Served.ToJsonString(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            second,
            described.Served.With(path, value).With("/time", null).ToJsonString(),
            TestContext.Current.CancellationToken
        );
        if (differs is null)
        {
            Assert.StartsWith(
                $"B cannot be read. '{second}' gives no ",
                await Compared.RefusalAsync(first, second),
                StringComparison.Ordinal
            );
            return;
        }
        var comparison = await Compared.ReadAsync(first, second);
        Assert.False(comparison.IsAsExpected);
        Assert.Contains(Compared.Report(comparison)["unexpected"]!.AsArray(), row => (string?)row!["path"] == differs);
        // For a pull request as well.
        using var writer = new StringWriter();
        ParityReport.WriteMarkdown(writer, comparison);
        Assert.Contains("### Unexpected", writer.ToString(), StringComparison.Ordinal);
    }
}
