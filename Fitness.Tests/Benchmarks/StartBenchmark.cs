using System.Diagnostics;
using Fitness.Tests.Support;
using static Fitness.Benchmarks.Services;

namespace Fitness.Benchmarks;

/// <summary>From process start to the first 200 on /activity/1: the API on an empty data folder against the bare service, in turns.</summary>
internal static class StartBenchmark
{
    public static async Task RunAsync(int rounds)
    {
        // This API stays up and holds the table that the bare service reads.
        var port = FreeAddress.Find().Port;
        using var holder = Start("Fitness.Api.dll", port, Directory.CreateTempSubdirectory("fitness-bench-").FullName);
        await WaitForServiceAsync(port);
        var endpoint = await EngineOfAsync(holder);

        var fitness = new List<double>();
        var bare = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            bare.Add(
                await MeasureAsync(Path.Combine(FolderOf("Fitness.Bare"), "Fitness.Bare.dll"), $"--{SettingNames.Endpoint}={endpoint}")
            );
            fitness.Add(await MeasureAsync("Fitness.Api.dll"));
        }
        Stop(holder);
        Console.WriteLine($"bare service  median {Median(bare):F0} ms");
        Console.WriteLine($"Fitness.Api   median {Median(fitness):F0} ms");
        Console.WriteLine($"ratio         {Median(fitness) / Median(bare):F2}   ({rounds} rounds in turns)");
    }

    private static async Task<double> MeasureAsync(string assembly, params string[] arguments)
    {
        var port = FreeAddress.Find().Port;
        var folder = Directory.CreateTempSubdirectory("fitness-bench-").FullName;
        var begin = Stopwatch.GetTimestamp();
        using var process = Start(assembly, port, folder, arguments);
        process.BeginOutputReadLine();
        await WaitForServiceAsync(port);
        var elapsed = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        Stop(process);
        Directory.Delete(folder, recursive: true);
        return elapsed;
    }

    internal static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
