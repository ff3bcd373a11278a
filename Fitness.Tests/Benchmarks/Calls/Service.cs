using System.Collections.Concurrent;
using System.Diagnostics;
using Fitness.Tests.Support;

namespace Fitness.Benchmarks.Calls;

/// <summary>A program that answers.</summary>
/// <param name="name">Its name in the tables.</param>
/// <param name="process">Its process.</param>
/// <param name="address">Where it answers.</param>
/// <param name="folder">What it works in; deleted with it.</param>
internal sealed class Service(string name, Process process, Uri address, string folder) : IDisposable
{
    private const double Mebibyte = 1 << 20;
    private const int KeptLines = 50;

    // All that a program gets of this machine's variables.
    private static readonly string[] Kept = ["PATH", "HOME", "DOTNET_ROOT"];

    public string Name => name;

    public Uri Address => address;

    /// <summary>The processor time of all its threads since its start, in steps of 10 ms.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Its resident memory in MiB.</summary>
    public double Resident
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / Mebibyte;
        }
    }

    /// <summary>Starts a program in an empty folder, and waits until it answers.</summary>
    public static async Task<Service> StartAsync(
        string name,
        Func<Uri, string[]> command,
        IEnumerable<(string Name, string Value)> variables,
        string ready
    )
    {
        var address = FreeAddress.Find();
        var line = command(address);
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = Directory.CreateTempSubdirectory("fitness-bench-").FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var kept = Kept.Select(variable => (Name: variable, Value: Environment.GetEnvironmentVariable(variable)));
        start.Environment.Clear();
        foreach (var (variable, value) in kept.Concat(variables.Select(variable => (variable.Name, (string?)variable.Value))))
            start.Environment[SettingNames.Variable(variable)] = value;
        var process = new Process { StartInfo = start };
        // A pipe that nobody reads would block it; the beginning says why it does not start.
        var output = new ConcurrentQueue<string?>();
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var service = new Service(name, process, address, start.WorkingDirectory);
        try
        {
            await Services.WaitForServiceAsync(address.Port, ready);
            return service;
        }
        catch (TimeoutException exception)
        {
            service.Dispose();
            throw new InvalidOperationException($"{name} does not answer: {string.Join('\n', output)}", exception);
        }

        void Keep(string? line)
        {
            if (output.Count < KeptLines)
                output.Enqueue(line);
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Services.Stop(process);
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
