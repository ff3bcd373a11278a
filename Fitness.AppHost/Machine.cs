using System.Net.NetworkInformation;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Fitness.AppHost;

/// <summary>What the model asks of the machine; tests answer for one.</summary>
/// <param name="Containers">The container runtime, asked once.</param>
/// <param name="HasImage">Whether the container engine has the image already.</param>
/// <param name="ApiProgram">Where the build put the API's program; null where it is not.</param>
/// <param name="EngineBinary">Where the embedded engine's binary is; null where it is not.</param>
/// <param name="IsInUse">Whether somebody listens on the TCP port.</param>
/// <param name="TryLock">Takes the lock file until this process ends; false when another process has it.</param>
internal sealed record Machine(Func<ContainerRuntime> Containers, Func<string, bool> HasImage, Func<string?> ApiProgram, Func<string?> EngineBinary, Func<int, bool> IsInUse, Func<string, bool> TryLock)
{
    // What is not referenced any more would be closed.
    private static readonly List<FileStream> Locks = [];

    private static readonly string[] RuntimeSettings = ["DcpPublisher:ContainerRuntime", "ASPIRE_CONTAINER_RUNTIME", "DOTNET_ASPIRE_CONTAINER_RUNTIME"];
    private static readonly TimeSpan PortTimeout = TimeSpan.FromSeconds(5);

    /// <summary>This machine, with the container runtime that Aspire is told to use.</summary>
    public static Machine Current(IConfiguration configuration)
    {
        var runtime = new Lazy<ContainerRuntime>(() => ContainerRuntime.Find(RuntimeSettings.Select(name => configuration[name]).FirstOrDefault(name => !string.IsNullOrEmpty(name))));
        return new Machine(() => runtime.Value, image => runtime.Value.HasImage(image), () => Find(nameof(ApiProgram)), () => Find(nameof(EngineBinary)), IsHeld, Lock);
    }

    /// <summary>A file whose place the build has written into this assembly.</summary>
    private static string? Find(string name)
    {
        var path = typeof(Machine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value;
        return File.Exists(path) ? path : null;
    }

    /// <summary>The run before this one may need a moment to let go of a port.</summary>
    private static bool IsHeld(int port) =>
        !SpinWait.SpinUntil(() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().All(listener => listener.Port != port), PortTimeout);

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
