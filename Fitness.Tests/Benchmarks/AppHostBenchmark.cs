using System.Diagnostics;
using Fitness.Tests.Support;
using static Fitness.Benchmarks.Services;
using static Fitness.Benchmarks.StartBenchmark;

namespace Fitness.Benchmarks;

/// <summary>The AppHost on the embedded engine against one with an empty project, in turns: to the first 200, and from SIGTERM to the end of all processes.</summary>
internal static class AppHostBenchmark
{
    private const string Fitness = "Fitness.AppHost";
    private const string Empty = "Fitness.EmptyAppHost";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly string[] OfARun = ["dcp", "dynoxide", "Fitness.Api", "Fitness.EmptyService", "Aspire.Dashboard"];

    public static async Task RunAsync(int rounds)
    {
        var (fitness, empty) = (new List<(double Start, double Stop)>(), new List<(double Start, double Stop)>());
        for (var round = 0; round < rounds; round++)
        {
            empty.Add(await MeasureAsync(Empty, port => [$"{port}"]));
            fitness.Add(await MeasureAsync(Fitness, port => ["--engine", "embedded", "--port", $"{port}"]));
        }
        Print("start to the first 200", fitness.ConvertAll(run => run.Start), empty.ConvertAll(run => run.Start));
        Print("SIGTERM to the last process gone", fitness.ConvertAll(run => run.Stop), empty.ConvertAll(run => run.Stop));
        Console.WriteLine($"({rounds} rounds in turns)");
    }

    private static void Print(string what, List<double> fitness, List<double> empty) =>
        Console.WriteLine(
            $"{what, -34} {Fitness} {Median(fitness):F1} s, with one empty project {Median(empty):F1} s, ratio {Median(fitness) / Median(empty):F2}"
        );

    private static async Task<(double Start, double Stop)> MeasureAsync(string project, Func<int, string[]> arguments)
    {
        var before = Running();
        var port = FreeAddress.Find().Port;
        var folder = FolderOf(project);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, $"{project}.dll"), .. arguments(port)])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        var begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        await WaitForServiceAsync(port);
        var started = Stopwatch.GetElapsedTime(begin).TotalSeconds;

        begin = Stopwatch.GetTimestamp();
        Stop(process);
        using var timer = new PeriodicTimer(Pause);
        while (Running().Except(before).Any())
            await timer.WaitForNextTickAsync();
        return (started, Stopwatch.GetElapsedTime(begin).TotalSeconds);
    }

    private static HashSet<int> Running()
    {
        HashSet<int> found = [];
        foreach (var process in OfARun.SelectMany(Process.GetProcessesByName))
        {
            using (process)
            {
                try
                {
                    // A zombie process has already ended.
                    if (File.ReadAllText($"/proc/{process.Id}/stat").Split(')')[^1].TrimStart()[0] != 'Z')
                        found.Add(process.Id);
                }
                catch (Exception exception) when (exception is IOException or InvalidOperationException)
                {
                    // It has ended in the meantime.
                }
            }
        }
        return found;
    }
}
