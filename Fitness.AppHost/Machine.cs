using System.ComponentModel;
using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Fitness.AppHost;

/// <summary>What the model asks of the machine; tests answer for one.</summary>
/// <param name="ContainerRuntime">The runtime whose container engine runs here, such as <c>docker</c>; null where none does.</param>
/// <param name="EngineBinary">Where the embedded engine's binary is; null where it is not.</param>
/// <param name="IsInUse">Whether somebody listens on the TCP port.</param>
/// <param name="TryLock">Takes the lock file until this process ends; false when another process has it.</param>
internal sealed record Machine(Func<string?> ContainerRuntime, Func<string?> EngineBinary, Func<int, bool> IsInUse, Func<string, bool> TryLock)
{
    // What is not referenced any more would be closed.
    private static readonly List<FileStream> Locks = [];

    private static readonly string[] RuntimeSettings = ["ASPIRE_CONTAINER_RUNTIME", "DOTNET_ASPIRE_CONTAINER_RUNTIME"];
    private static readonly TimeSpan RuntimePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PortPatience = TimeSpan.FromSeconds(5);

    /// <summary>This machine, with the container runtime that Aspire is told to use.</summary>
    public static Machine This(IConfiguration configuration)
    {
        string[] runtimes = RuntimeSettings.Select(name => configuration[name]).FirstOrDefault(name => !string.IsNullOrEmpty(name)) is { } configured ? [configured] : ["docker", "podman"];
        return new Machine(() => runtimes.FirstOrDefault(Runs), FindEngine, IsHeld, Lock);
    }

    /// <summary>Whether the runtime's engine answers, not only its command line.</summary>
    private static bool Runs(string runtime)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(runtime, ["ps", "--quiet"]) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (process!.WaitForExit(RuntimePatience)) return process.ExitCode == 0;
            process.Kill();
            return false;
        }
        catch (Win32Exception)
        {
            return false; // There is no such program.
        }
    }

    private static string? FindEngine()
    {
        var path = typeof(Machine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == nameof(EngineBinary)).Value;
        return File.Exists(path) ? path : null;
    }

    /// <summary>The run before this one may need a moment to let go of a port.</summary>
    private static bool IsHeld(int port) =>
        !SpinWait.SpinUntil(() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().All(listener => listener.Port != port), PortPatience);

    private static bool Lock(string path)
    {
        try
        {
            Locks.Add(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
        {
            return false;
        }
    }
}
