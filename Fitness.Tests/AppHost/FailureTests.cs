using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>How the AppHost ends when it cannot do what it was asked for.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task A_wrong_option_is_one_line_and_exit_code_1() =>
        Assert.Equal(
            (1, "Fitness.AppHost cannot start: --port is 'x'; use a number from 0 to 65535, 0 for any free port."),
            await AppHostProcess.RunAsync("--port", "x")
        );
}
