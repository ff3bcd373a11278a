using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Fitness.Api.Storage.Engine;
using Fitness.Tests.Support;

namespace Fitness.Tests.Hosting;

/// <summary>The API as a separate process, as a user starts it: from the build, or as <see cref="ImageUnderTest"/>.</summary>
internal sealed partial class ApiProcess : IAsyncDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ApiProcess(string environment, (string Name, string Value)[] settings, string[] arguments)
    {
        var all = Variables(environment, settings);
        var start = ImageUnderTest.Name is { } image
            ? new ProcessStartInfo("docker", ["run", "--rm", .. ImageUnderTest.Options(all), image, .. arguments])
            : new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Fitness.Api.dll"), .. arguments]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = Folders.Create();
        foreach (var name in start.Environment.Keys.Where(IsLeftOut).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in all)
            start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Receive(line.Data);
        process.ErrorDataReceived += (_, line) => Receive(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public HttpClient Client { get; } = new();

    public string Output => string.Join('\n', lines);

    /// <summary>The variables that a run gets: the environment, any free port unless a setting says otherwise, and the settings.</summary>
    public static (string Name, string Value)[] Variables(string environment, (string Name, string Value)[] settings) =>
        [(SettingNames.Environment, environment), (SettingNames.Addresses, "http://127.0.0.1:0"), .. settings];

    /// <summary>Whether a run does not get this variable of the machine.</summary>
    public static bool IsLeftOut(string name) => name.StartsWith("AWS_", StringComparison.Ordinal);

    /// <summary>The process of its engine, as last named in its log.</summary>
    public Process Engine() => EngineIn(Output);

    /// <summary>The process of the engine that a log names last.</summary>
    public static Process EngineIn(string log) =>
        Process.GetProcessById(int.Parse(EngineId().Matches(log)[^1].Groups[1].Value, CultureInfo.InvariantCulture));

    /// <summary>Skips the running test if the engine's binary is missing.</summary>
    public static void RequireEngine()
    {
        try
        {
            EngineBinary.Find();
        }
        catch (StartException exception)
        {
            Assert.Skip(exception.Message);
        }
    }

    /// <summary>Starts the API and waits until it has started.</summary>
    public static async Task<ApiProcess> StartAsync(params (string Name, string Value)[] settings)
    {
        ImageUnderTest.SkipInside("The test sends signals to the API and its engine as processes of this machine");
        RequireEngine();
        var api = new ApiProcess(EnvironmentNames.Development, settings, []);
        var exit = api.process.WaitForExitAsync();
        await Task.WhenAny(api.started.Task, exit).WaitAsync(Timeout);
        Assert.True(api.started.Task.IsCompleted, api.Output);
        return api;
    }

    /// <summary>Runs the API until it exits on its own.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(string environment, params (string Name, string Value)[] settings) =>
        RunAsync(environment, [], settings);

    /// <summary>Runs the API with arguments until it exits on its own.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string environment,
        string[] arguments,
        params (string Name, string Value)[] settings
    )
    {
        await using var api = new ApiProcess(environment, settings, arguments);
        return (await api.ExitAsync(), api.Output);
    }

    /// <summary>Runs one of the program's commands.</summary>
    public static Task<(int ExitCode, string Output)> CommandAsync(params string[] arguments) =>
        RunAsync(EnvironmentNames.Development, arguments);

    /// <summary>Runs the health check of the server at the address.</summary>
    public static Task<(int ExitCode, string Output)> HealthCheckAsync(Uri address) =>
        RunAsync(
            EnvironmentNames.Development,
            [ApiProgram.HealthCheckCommand],
            (SettingNames.Addresses, address.GetLeftPart(UriPartial.Authority))
        );

    public async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Timeout);
        return process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM, as Docker and systemd do.</summary>
    public async Task<int> StopAsync()
    {
        ProcessSignals.Terminate(process);
        return await ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
            await StopAsync();
        process.Dispose();
    }

    private void Receive(string? line)
    {
        if (line is null)
            return;
        lines.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match)
            Client.BaseAddress = new Uri(match.Groups[1].Value);
        if (line.Contains("Application started.", StringComparison.Ordinal))
            started.TrySetResult();
    }

    [GeneratedRegex(@"embedded engine \(process (\d+)\) (?:answers|was started)")]
    private static partial Regex EngineId();

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
