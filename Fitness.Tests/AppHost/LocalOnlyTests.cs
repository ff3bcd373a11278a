using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>What an AppHost without Aspire.Hosting.AWS and Aspire.Hosting.Docker says.</summary>
public sealed class LocalOnlyTests : AppHostTest
{
    [Theory]
    [InlineData("--environment", "Test")]
    [InlineData("--operation", "publish", "--step", "publish", "--output-path", "nowhere")]
    public async Task What_is_left_out_is_one_line_and_exit_code_1(params string[] options) =>
        Assert.Equal((1, $"Fitness.AppHost cannot start: {Fitness.AppHost.Cloud.LeftOut}"), await AppHostProcess.RunAsync(options));

    [Fact]
    public async Task A_run_says_at_its_start_what_is_left_out_and_serves()
    {
        EmbeddedAppHost.RequireEngine();
        await using var appHost = AppHostProcess.Start([], "--engine", "embedded", "--port", "0");
        await appHost.WaitForOutputAsync(Fitness.AppHost.Cloud.LeftOut!);
        using var api = await appHost.WaitForApiAsync();
        Assert.True(await api.HasAsync("1"));
    }
}
