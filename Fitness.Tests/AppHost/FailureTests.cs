using System.Diagnostics;
using Fitness.AppHost;

namespace Fitness.Tests.AppHost;

/// <summary>How the AppHost ends when it cannot do what it was asked for, as a process of its own.</summary>
public sealed class FailureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData]
    [InlineData("--stack", "fitness-qa")]
    public async Task A_stack_that_cannot_be_had_ends_the_run_with_its_name_and_reason(params string[] arguments)
    {
        // An address that nobody serves stands for AWS: no call leaves the machine.
        var (exitCode, output) = await RunAsync([.. Model.TestSettings, (SettingNames.AccessKey, "key"), (SettingNames.SecretKey, "secret"), ("AWS_ENDPOINT_URL", "http://127.0.0.1:9")], ["--environment", "Test", "--port", "0", .. arguments]);
        Assert.Equal(1, exitCode);
        Assert.Contains($"Stack {(arguments is [_, var stack] ? stack : "fitness-test-")}", output, StringComparison.Ordinal);
        Assert.Contains("could not be provisioned or read", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_option_is_one_line_and_exit_code_1() =>
        Assert.Equal((1, "Fitness.AppHost cannot start: --port is 'x'; use a number from 0 to 65535, 0 for any free port."), await RunAsync([], ["--port", "x"]));

    private static async Task<(int ExitCode, string Output)> RunAsync((string Name, string Value)[] settings, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(FitnessModel).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        foreach (var (name, value) in settings) start.Environment[SettingNames.Variable(name)] = value;
        using var process = Process.Start(start)!;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token));
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, string.Concat(output).Trim());
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
