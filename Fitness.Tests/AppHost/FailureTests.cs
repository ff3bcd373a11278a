using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>How the AppHost ends when it cannot do what it was asked for.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData("--port is 'x'; use a number from 0 to 65535, 0 for any free port.", "--port", "x")]
    [InlineData("There is no option -port; --help shows those that there are.", "-port", "0")]
    public async Task A_wrong_option_is_one_line_and_exit_code_1(string reason, params string[] options) =>
        Assert.Equal((1, $"Fitness.AppHost cannot start: {reason}"), await AppHostProcess.RunAsync(options));

    [Fact]
    public async Task Asked_for_help_it_names_its_options_and_runs_nothing()
    {
        var (exitCode, output) = await AppHostProcess.RunAsync("--help");
        Assert.Equal(0, exitCode);
        foreach (var option in new[] { "--engine", "--engine-image", "--image", "--stack", "--port", "--persist", "--dashboard" })
            Assert.Contains($"{option} <", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--dcp", output, StringComparison.Ordinal);
    }
}
