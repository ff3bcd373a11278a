using System.Collections.Concurrent;
using System.Diagnostics;

namespace Fitness.Tests.Support;

/// <summary>The AppHost as a separate process, which ends on its own or can be stopped.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    // Built with the tests, in the same configuration.
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory,
        "..",
        "..",
        "Fitness.AppHost",
        new DirectoryInfo(AppContext.BaseDirectory).Name,
        "Fitness.AppHost.dll"
    );
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();

    private AppHostProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Its output so far, from both streams.</summary>
    public string Output => string.Join('\n', lines).Trim();

    /// <summary>Its process ID.</summary>
    public int Id => process.Id;

    /// <summary>Starts it with these options and variables, without the machine's own AWS variables.</summary>
    public static AppHostProcess Start((string Name, string Value)[] variables, params string[] options) =>
        Start("dotnet", variables, [Program, .. options], Repository.PathOf("Fitness.AppHost"));

    /// <summary>Starts another program that runs it, in a folder.</summary>
    public static AppHostProcess Start(string program, (string Name, string Value)[] variables, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
        // As in the launch profile; --environment overrides it.
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        start.Environment["DOTNET_ENVIRONMENT"] = EnvironmentNames.Development;
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[SettingNames.Variable(name)] = value;
        return new AppHostProcess(start);
    }

    /// <summary>Runs it until it exits on its own.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] options)
    {
        await using var appHost = Start([], options);
        return (await appHost.WaitForExitAsync(), appHost.Output);
    }

    /// <summary>Waits until it has printed the text.</summary>
    public Task WaitForOutputAsync(string text) =>
        Eventually.WaitForAsync(
            () =>
            {
                Assert.False(process.HasExited && !Output.Contains(text, StringComparison.Ordinal), Output);
                return Task.FromResult(Output.Contains(text, StringComparison.Ordinal));
            },
            () => Output
        );

    /// <summary>Waits until the address responds with success.</summary>
    public Task WaitForServiceAsync(HttpClient client, string path) =>
        Eventually.WaitForAsync(
            async () =>
            {
                Assert.False(process.HasExited, Output);
                try
                {
                    using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            () => Output
        );

    /// <summary>Waits until it ends.</summary>
    public async Task<int> WaitForExitAsync()
    {
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Timeout, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The run did not end:\n{Output}");
        }
        return process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public void Kill() => process.Kill();

    /// <summary>Sends SIGTERM, which ends the run gracefully, like Ctrl+C.</summary>
    public Task TerminateAsync() => Docker.RunProgramAsync("kill", "-TERM", $"{process.Id}");

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await TerminateAsync();
            await WaitForExitAsync();
        }
        process.Dispose();
    }
}
