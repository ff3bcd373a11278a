using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Fitness.Benchmarks;

/// <summary>From the start of the process to the first 200 on /activity/1: the API on an empty data folder against the bare service, in turns.</summary>
internal static class StartBenchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(int rounds)
    {
        // An API that stays up holds the table from which the bare service reads.
        var port = FreePort();
        using var holder = Start("Fitness.Api.dll", port, Directory.CreateTempSubdirectory("fitness-bench-").FullName);
        await AnswersAsync(port);
        var endpoint = await EngineOfAsync(holder);

        var fitness = new List<double>();
        var bare = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            bare.Add(await MeasureAsync("Fitness.Benchmarks.dll", "bare", endpoint));
            fitness.Add(await MeasureAsync("Fitness.Api.dll"));
        }
        Stop(holder);
        Console.WriteLine($"bare service  median {Median(bare):F0} ms");
        Console.WriteLine($"Fitness.Api   median {Median(fitness):F0} ms");
        Console.WriteLine($"ratio         {Median(fitness) / Median(bare):F2}   ({rounds} rounds in turns)");
    }

    private static async Task<double> MeasureAsync(string assembly, params string[] arguments)
    {
        var port = FreePort();
        var folder = Directory.CreateTempSubdirectory("fitness-bench-").FullName;
        var begin = Stopwatch.GetTimestamp();
        using var process = Start(assembly, port, folder, arguments);
        process.BeginOutputReadLine();
        await AnswersAsync(port);
        var elapsed = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        Stop(process);
        Directory.Delete(folder, recursive: true);
        return elapsed;
    }

    private static Process Start(string assembly, int port, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Engine__DataPath"] = folder;
        return Process.Start(start)!;
    }

    private static void Stop(Process process)
    {
        Api.Engine.ProcessSignals.Terminate(process);
        process.WaitForExit();
    }

    private static async Task AnswersAsync(int port)
    {
        using var client = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < Patience;)
        {
            try
            {
                using var response = await client.GetAsync($"http://127.0.0.1:{port}/activity/1");
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await timer.WaitForNextTickAsync();
        }
        throw new TimeoutException($"Port {port} did not answer within {Patience.TotalSeconds} s.");
    }

    private static async Task<string> EngineOfAsync(Process holder)
    {
        const string marker = "answers at ";
        while (await holder.StandardOutput.ReadLineAsync() is { } line)
        {
            var at = line.IndexOf(marker, StringComparison.Ordinal);
            if (at < 0) continue;
            _ = holder.StandardOutput.ReadToEndAsync();
            return line[(at + marker.Length)..line.IndexOf(';', at)];
        }
        throw new InvalidOperationException("The API did not say where its engine answers.");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
