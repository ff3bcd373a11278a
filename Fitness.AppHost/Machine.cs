using System.Net.NetworkInformation;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Fitness.AppHost;

/// <summary>What the model needs to know about the machine; tests provide their own.</summary>
/// <param name="Containers">The container runtime, detected once.</param>
/// <param name="HasImage">Whether the container runtime already has the image.</param>
/// <param name="ApiProgram">Where the build put the API's program; null if it is missing.</param>
/// <param name="EngineBinary">Where the embedded engine's binary is; null if it is missing.</param>
/// <param name="IsInUse">Whether a process listens on the TCP port.</param>
/// <param name="TryLock">Locks the file until this process ends; false if another process holds the lock.</param>
internal sealed record Machine(
    Func<ContainerRuntime> Containers,
    Func<string, bool> HasImage,
    Func<string?> ApiProgram,
    Func<string?> EngineBinary,
    Func<int, bool> IsInUse,
    Func<string, bool> TryLock
)
{
    // An unreferenced stream would be finalized, and its lock released.
    private static readonly List<FileStream> Locks = [];

    private static readonly string[] RuntimeSettings =
    [
        "DcpPublisher:ContainerRuntime",
        "ASPIRE_CONTAINER_RUNTIME",
        "DOTNET_ASPIRE_CONTAINER_RUNTIME",
    ];
    private static readonly TimeSpan PortTimeout = TimeSpan.FromSeconds(5);

    /// <summary>This machine, with the container runtime that Aspire is configured to use.</summary>
    public static Machine Current(IConfiguration configuration)
    {
        // Aspire builds its model synchronously; both questions end within their own time limits.
        var runtime = new Lazy<ContainerRuntime>(() =>
            ContainerRuntime
                .FindAsync(RuntimeSettings.Select(name => configuration[name]).FirstOrDefault(name => !string.IsNullOrEmpty(name)))
                .GetAwaiter()
                .GetResult()
        );
        return new Machine(
            () => runtime.Value,
            image => runtime.Value.HasImageAsync(image).GetAwaiter().GetResult(),
            () => Find(nameof(ApiProgram)),
            () => Find(nameof(EngineBinary)),
            IsHeld,
            Lock
        );
    }

    /// <summary>A file whose path the build has written into this assembly.</summary>
    private static string? Find(string name)
    {
        var path = typeof(Machine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value;
        return File.Exists(path) ? path : null;
    }

    /// <summary>The previous run may need a moment to release its port.</summary>
    private static bool IsHeld(int port) =>
        !SpinWait.SpinUntil(
            () => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().All(listener => listener.Port != port),
            PortTimeout
        );

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
