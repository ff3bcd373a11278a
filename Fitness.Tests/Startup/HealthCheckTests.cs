using Fitness.Tests.Hosting;

namespace Fitness.Tests.Startup;

/// <summary>The command that a container's health check runs.</summary>
public sealed class HealthCheckTests(SharedEngine engine)
{
    [Fact]
    public async Task A_service_that_is_ready_is_0_and_says_nothing()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        Assert.Equal((0, ""), await ApiProcess.HealthCheckAsync(api.Client.BaseAddress!));
    }

    [Fact]
    public async Task A_service_that_is_not_ready_is_1_with_its_reason()
    {
        await using var api = new ApiFixture(engine).With(SettingNames.Endpoint, "http://127.0.0.1:9");
        await api.InitializeAsync();
        var (exitCode, output) = await ApiProcess.HealthCheckAsync(api.Client.BaseAddress!);
        Assert.Equal(1, exitCode);
        Assert.Contains("/health answered 503", output, StringComparison.Ordinal);
        Assert.Contains("It cannot be reached", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_service_is_1_with_one_line()
    {
        var (exitCode, output) = await ApiProcess.HealthCheckAsync(new Uri("http://127.0.0.1:9"));
        Assert.Equal(1, exitCode);
        Assert.StartsWith("http://127.0.0.1:9/health does not answer", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', output);
    }
}
