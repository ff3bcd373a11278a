using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Fitness.Api.Storage.Engine;

/// <summary>One run of the engine's binary.</summary>
internal sealed class EngineProcess : IDisposable
{
    private const int PortAttempts = 5;
    private const int PortTakenExitCode = 1;

    // Without the first, Windows opens no sockets (https://learn.microsoft.com/windows/win32/winsock/windows-sockets-error-codes-2,
    // WSAEPROVIDERFAILEDINIT); without the others, its folder for temporary files is one that users cannot write to.
    private static readonly string[] Kept = OperatingSystem.IsWindows() ? ["SystemRoot", "TEMP", "TMP"] : [];
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly Process process;
    private readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string lastLine = "";

    private EngineProcess(string binary, EngineOptions options, int port, Action<string> output)
    {
        Port = port;
        var start = new ProcessStartInfo(binary, EngineProgram.Arguments(port, options.InMemory ? null : options.DataFolder))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.DataFolder,
        };
        // The engine needs no environment variables but these, and must not see the service's secrets.
        var kept = start.Environment.Where(variable => Kept.Contains(variable.Key, StringComparer.OrdinalIgnoreCase)).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in kept)
            start.Environment[name] = value;
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Receive(line.Data);
        process.ErrorDataReceived += (_, line) => Receive(line.Data);

        void Receive(string? line)
        {
            if (string.IsNullOrWhiteSpace(line))
                return;
            // After the reason for a crash, Rust says how to see more of it.
            if (!line.StartsWith("note: ", StringComparison.Ordinal))
                lastLine = line.TrimEnd();
            // Only this line from our own child proves that it, and not another process, listens on the port.
            if (line.Contains($"listening on http://{EngineProgram.Host}:{port}", StringComparison.Ordinal))
                listening.TrySetResult();
            else
                output(line);
        }
    }

    public int Port { get; }

    public int Id => process.Id;

    /// <summary>Completes with the exit code when the engine exits.</summary>
    public Task<int> Exited => exited.Task;

    /// <summary>The last line that it wrote; once <see cref="Exited"/> has completed, why it exited.</summary>
    public string LastLine => lastLine;

    /// <summary>Starts the engine and waits until it listens.</summary>
    /// <param name="binary">The engine's binary.</param>
    /// <param name="options">Where the data is.</param>
    /// <param name="port">The port to use, or null for any free one.</param>
    /// <param name="output">Receives the engine's output lines, without the one that says where it listens.</param>
    /// <param name="started">Receives the process before it listens.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="StartException">The engine exited or did not listen in time.</exception>
    public static async Task<EngineProcess> StartAsync(
        string binary,
        EngineOptions options,
        int? port,
        Action<string> output,
        Action<Process> started,
        CancellationToken cancellation
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var engine = new EngineProcess(binary, options, port ?? FreePort(), output);
            try
            {
                engine.process.Start();
                started(engine.process);
                engine.process.BeginOutputReadLine();
                engine.process.BeginErrorReadLine();
                _ = engine.ReportExitAsync();
                await Task.WhenAny(engine.listening.Task, engine.Exited).WaitAsync(StartTimeout, cancellation);
                if (engine.listening.Task.IsCompleted)
                    return engine;
                if (
                    await engine.Exited == PortTakenExitCode
                    && port is null
                    && attempt < PortAttempts
                    && engine.LastLine.Contains("in use", StringComparison.OrdinalIgnoreCase)
                )
                {
                    engine.Dispose();
                    continue;
                }
                throw new StartException(
                    $"The embedded engine ended with exit code {await engine.Exited}: {engine.LastLine.TrimEnd('.')}. {RemedyFor(engine.LastLine, options.DataFolder)}"
                );
            }
            catch (Exception exception)
            {
                engine.Dispose();
                if (exception is TimeoutException)
                    throw new StartException($"The embedded engine did not listen within {StartTimeout.TotalSeconds} s.", exception);
                if (exception is System.ComponentModel.Win32Exception)
                    throw new StartException($"The embedded engine's binary {binary} cannot be run: {exception.Message}.", exception);
                throw;
            }
        }
    }

    /// <summary>Asks the engine to exit and waits for it.</summary>
    public async Task StopAsync()
    {
        if (process.HasExited)
            return;
        ProcessSignals.Terminate(process);
        try
        {
            await Exited.WaitAsync(StopTimeout);
        }
        catch (TimeoutException)
        {
            process.Kill();
        }
    }

    public void Dispose()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It never started or has already exited.
        }
        process.Dispose();
    }

    /// <summary>The engine's last words may arrive after it has exited; this waits for them too.</summary>
    private async Task ReportExitAsync()
    {
        await process.WaitForExitAsync();
        exited.TrySetResult(process.ExitCode);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>A full or failing disk is no reason to delete anything.</summary>
    private static string RemedyFor(string lastLine, string folder) =>
        lastLine.Contains("disk", StringComparison.OrdinalIgnoreCase)
            ? $"Its data is in {folder}; make room there, or set {SettingNames.Variable(SettingNames.EngineDataPath)} to another folder."
            : $"Its data is in {folder}; deleting that folder starts anew.";
}
