using System.Collections.Concurrent;
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
        Assert.Contains("cannot be used", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_option_is_one_line_and_exit_code_1() =>
        Assert.Equal((1, "Fitness.AppHost cannot start: --port is 'x'; use a number from 0 to 65535, 0 for any free port."), await RunAsync([], ["--port", "x"]));

    private static async Task<(int ExitCode, string Output)> RunAsync((string Name, string Value)[] settings, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(FitnessModel).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in settings) start.Environment[SettingNames.Variable(name)] = value;
        using var process = new Process { StartInfo = start };
        var lines = new ConcurrentQueue<string>();
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The run did not end:\n{string.Join('\n', lines)}");
        }
        return (process.ExitCode, string.Join('\n', lines).Trim());
    }
}
