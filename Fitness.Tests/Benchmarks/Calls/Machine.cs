using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Fitness.Api.Features.Activities;
using Fitness.Tests.Support;

namespace Fitness.Benchmarks.Calls;

/// <summary>Where and when it was measured.</summary>
internal static class Machine
{
    // Tasks that wanted to run, in the last minute, for each core.
    private const double Busy = 0.25;

    public static async Task PrintAsync()
    {
        var load = double.Parse((await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0], CultureInfo.InvariantCulture);
        Console.WriteLine(
            $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores of {Processor()}, {RuntimeInformation.OSDescription}"
        );
        Console.WriteLine(
            $"{RuntimeInformation.FrameworkDescription}, {await VersionAsync("wrk", "--version")}, {await VersionAsync("ruby", "--version")}"
        );
        Console.WriteLine(
            $"Fitness {typeof(ActivityInput).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion}"
        );
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"load average {load:F2}"));
        if (load > Busy * Environment.ProcessorCount)
            Console.WriteLine("The machine is busy with something else: the figures say less than they would on a quiet one.");
    }

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[1]
            .Trim()
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>The beginning of what a program says of its version; wrk says it with an exit code of 1.</summary>
    private static async Task<string> VersionAsync(string program, string option) =>
        Docker.IsOnPath(program)
            ? string.Join(' ', (await Docker.RunProgramAsync(program, option)).Output.Split('\n')[0].Split(' ').Take(2))
            : $"no {program}";
}
