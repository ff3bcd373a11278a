using System.Globalization;
using System.Runtime;
using System.Runtime.Versioning;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The process, as determined by the machine and its limits.</summary>
/// <param name="Culture">The culture's name, such as <c>en-US</c>, or <c>invariant</c>.</param>
/// <param name="TimeZone">The local time zone's id. No response depends on it.</param>
/// <param name="GarbageCollector"><c>workstation</c> or <c>server</c>.</param>
/// <param name="ThreadPool">The thread pool's bounds.</param>
/// <param name="Limits">What the process may use.</param>
internal sealed record ProcessDescription(
    string Culture,
    string TimeZone,
    string GarbageCollector,
    ThreadPoolDescription ThreadPool,
    ProcessLimits Limits
)
{
    public static ProcessDescription OfThisProcess()
    {
        System.Threading.ThreadPool.GetMinThreads(out var least, out _);
        System.Threading.ThreadPool.GetMaxThreads(out var most, out _);
        return new ProcessDescription(
            CultureInfo.CurrentCulture.Name is { Length: > 0 } culture ? culture : "invariant",
            TimeZoneInfo.Local.Id,
            GCSettings.IsServerGC ? "server" : "workstation",
            new ThreadPoolDescription(least, most),
            new ProcessLimits(
                Environment.ProcessorCount,
                GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
                OperatingSystem.IsLinux() ? OpenFiles() : null
            )
        );
    }

    [SupportedOSPlatform("linux")]
    private static long? OpenFiles()
    {
        const string file = "/proc/self/limits";
        const string name = "Max open files";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) : null;
        return
            line is not null
            && long.TryParse(
                line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0],
                CultureInfo.InvariantCulture,
                out var limit
            )
            ? limit
            : null;
    }
}

/// <summary>The bounds of the thread pool's worker threads.</summary>
/// <param name="MinThreads">This many are created without delay.</param>
/// <param name="MaxThreads">No more than this are created.</param>
internal sealed record ThreadPoolDescription(int MinThreads, int MaxThreads);

/// <summary>The limits that the process sees, including its container's.</summary>
/// <param name="Processors">Processors.</param>
/// <param name="MemoryBytes">Bytes of memory.</param>
/// <param name="OpenFiles">Open files and sockets; null if there is no limit, or no way to tell.</param>
internal sealed record ProcessLimits(int Processors, long MemoryBytes, long? OpenFiles);
