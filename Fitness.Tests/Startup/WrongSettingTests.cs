using Fitness.Tests.Support;

namespace Fitness.Tests.Startup;

/// <summary>Wrong settings: one line, exit code 1, nothing started.</summary>
[Collection(Alone.Name)]
public sealed class WrongSettingTests
{
    [Theory]
    [InlineData("ASPNETCORE_URLS", "nonsense")]
    [InlineData("ASPNETCORE_URLS", "ftp://localhost:5093")]
    [InlineData("ASPNETCORE_URLS", "https://localhost:5093")]
    [InlineData("ASPNETCORE_URLS", "http://localhst:5093")]
    [InlineData("ASPNETCORE_URLS", "http://203.0.113.7:5093")]
    [InlineData("Kestrel__Endpoints__Http__Url", "http://203.0.113.7:5093")]
    [InlineData("Kestrel__Endpoints__Https__Url", "https://localhost:5093")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "abc")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "nonsense")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "nonsense")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "carrier-pigeon")]
    [InlineData("Logging__LogLevel__Default", "Loud")]
    [InlineData("Logging__Console__LogLevel__Default", "Loud")]
    [InlineData("Engine__DataPath", "")]
    [InlineData("Sample__Enabled", "maybe")]
    [InlineData("AWS_REGION", "x y")]
    [InlineData("AWS__Resources__ActivitiesTableName", "x y")]
    [InlineData("Authentication__Schemes__Bearer__RequireHttpsMetadata", "maybe")]
    public async Task It_is_one_line_and_exit_code_1(string name, string value) =>
        AssertRefused(name, await ApiRun.RunAsync(EnvironmentNames.Development, (name, value)));

    [Fact]
    public async Task A_data_path_that_cannot_be_is_one_line()
    {
        ImageUnderTest.SkipInside("The test makes a file that the service must not take for a folder");
        var file = Path.Combine(Folders.Create(), "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        foreach (
            var path in new[]
            {
                file,
                Path.Combine(file, "below"),
                Path.Combine(Path.GetTempPath(), new string('x', 300)),
                Path.Combine([Path.GetTempPath(), .. Enumerable.Repeat("x", 2500)]),
            }
        )
            AssertRefused("Engine__DataPath", await ApiRun.RunAsync(EnvironmentNames.Development, ("Engine__DataPath", path)));
    }

    [Theory]
    [InlineData("--Engin__DataPath=/nowhere", "Engin__DataPath")]
    [InlineData("--Sample__Enabled=maybe", "Sample__Enabled")]
    [InlineData("--urls=ftp://x", "ASPNETCORE_URLS")]
    public async Task So_it_is_as_an_argument(string argument, string name) => AssertRefused(name, await ApiRun.CommandAsync(argument));

    [Fact]
    public async Task The_health_check_of_wrong_addresses_is_one_line()
    {
        foreach (var (name, value) in new[] { ("ASPNETCORE_URLS", "nonsense"), ("Kestrel__Endpoints__Http__Url", "http://localhst:1") })
        {
            var (exitCode, output) = await ApiRun.RunAsync(EnvironmentNames.Development, ["healthcheck"], (name, value));
            Assert.Equal(1, exitCode);
            Assert.StartsWith($"{name} is '{value}'; ", output, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', output);
        }
    }

    private static void AssertRefused(string name, (int ExitCode, string Output) run)
    {
        Assert.True(run.ExitCode == 1, $"{run.ExitCode}: {run.Output}");
        Assert.StartsWith($"Fitness cannot start: {name} ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', run.Output);
    }
}
