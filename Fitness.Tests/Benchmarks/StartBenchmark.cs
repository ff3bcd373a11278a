using System.Diagnostics;
using System.Globalization;
using Fitness.Benchmarks.Calls;
using Fitness.Tests.Support;
using static Fitness.Benchmarks.Services;

namespace Fitness.Benchmarks;

/// <summary>
/// From the start of a process to its first 200 on /activity/1, in turns: the API with an empty data folder, its engine, table and samples included, and
/// the bare service, whose table is there. Both compiled ahead of time, as the image has it, and for the just-in-time compiler.
/// </summary>
internal static class StartBenchmark
{
    public static async Task RunAsync(int rounds)
    {
        var programs = await Programs.PublishAsync();
        if (programs.Missing is { } missing)
            Console.WriteLine(missing);
        await Machine.PrintAsync();
        // This API stays up and holds the table that the bare service reads.
        var folder = Directory.CreateTempSubdirectory("fitness-bench-").FullName;
        using var holder = Start("Fitness.Api.dll", FreeAddress.Find().Port, folder);
        var endpoint = (SettingNames.Endpoint, await EngineOfAsync(holder));
        (string Name, string[]? Command, (string, string)[] Settings)[] candidates =
        [
            ("ours, ahead of time", programs.ApiAheadOfTime, []),
            ("ours, JIT", programs.ApiJit, []),
            ("bare, ahead of time", programs.BareAheadOfTime, [endpoint]),
            ("bare, JIT", programs.BareJit, [endpoint]),
        ];
        var times = candidates.Where(one => one.Command is not null).ToDictionary(one => one.Name, _ => new List<double>());
        // The first round warms the machine's caches.
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (name, command, settings) in candidates.Where(one => one.Command is not null))
            {
                var time = await MeasureAsync(name, command!, settings);
                if (round > 0)
                    times[name].Add(time);
            }
        }
        Stop(holder);
        Directory.Delete(folder, recursive: true);
        foreach (var (name, measured) in times)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -20} {Median(measured), 6:F0} ms ({measured.Min():F0}–{measured.Max():F0})"
                )
            );
        var ours = times.First().Value;
        foreach (var (name, measured) in times.Skip(1))
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{times.First().Key} : {name, -20} {Median(ours) / Median(measured):F2}")
            );
    }

    private static async Task<double> MeasureAsync(string name, string[] command, (string, string)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("fitness-bench-").FullName;
        var begin = Stopwatch.GetTimestamp();
        var service = await Service.StartAsync(
            name,
            address => [.. command, "--urls", address.GetLeftPart(UriPartial.Authority)],
            [(SettingNames.Environment, EnvironmentNames.Development), (SettingNames.EngineDataPath, folder), .. settings],
            Routes.FirstActivity
        );
        var elapsed = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        service.Dispose();
        Directory.Delete(folder, recursive: true);
        return elapsed;
    }

    internal static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
