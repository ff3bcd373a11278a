using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Fitness.Api.Storage.Engine;

internal static partial class ProcessSignals
{
    private const int SigTerm = 15;

    /// <summary>Asks the process to exit; on Windows, which has no such signal, kills it. The engine loses no data either way.</summary>
    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
            process.Kill();
        else
            _ = Kill(process.Id, SigTerm);
    }

    [UnsupportedOSPlatform("windows")]
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
