using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace Fitness.AppHost;

/// <summary>Whether Docker or Podman runs here.</summary>
internal static class ContainerEngine
{
    private const string RuntimeSetting = "ASPIRE_CONTAINER_RUNTIME";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The engine that was asked for, or the container where there is a container engine; with the reason, for people.</summary>
    /// <exception cref="StartException">The container was asked for, and no container engine runs.</exception>
    public static (EngineKind Kind, string Reason) Choose(EngineKind? asked, IConfiguration configuration)
    {
        if (asked == EngineKind.Embedded) return (EngineKind.Embedded, "--engine embedded was given.");
        string[] runtimes = configuration[RuntimeSetting] is { Length: > 0 } configured ? [configured] : ["docker", "podman"];
        var running = runtimes.FirstOrDefault(Runs);
        if (running is not null) return (EngineKind.Container, asked is null ? $"{running} runs. --engine embedded does without." : "--engine container was given.");
        var missing = $"{string.Join(" or ", runtimes)} does not run here";
        if (asked is not null) throw new StartException($"--engine container was given, but {missing}. Start it, or use --engine embedded.");
        return (EngineKind.Embedded, $"{missing}.");
    }

    /// <summary>Whether the runtime's engine answers, not only its command line.</summary>
    private static bool Runs(string runtime)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(runtime, ["ps", "--quiet"]) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (process!.WaitForExit(Patience)) return process.ExitCode == 0;
            process.Kill();
            return false;
        }
        catch (Win32Exception)
        {
            return false; // There is no such program.
        }
    }
}
