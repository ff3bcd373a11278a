using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Fitness.Api.Storage.Engine;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>What the program runs on and consists of. Null where this operating system has no way to tell.</summary>
/// <param name="Runtime">The .NET runtime and its version, such as <c>.NET 10.0.12</c>.</param>
/// <param name="OperatingSystem">The release, such as <c>Debian GNU/Linux 12 (bookworm)</c>.</param>
/// <param name="CLibrary">The C library and its version, such as <c>glibc 2.36</c>.</param>
/// <param name="OpenSsl">OpenSSL's version, such as <c>3.0.17</c>.</param>
/// <param name="Globalization"><c>invariant</c>: the same rules for every culture, built in; <c>icu</c>: the operating system's.</param>
/// <param name="TimeZones">The time-zone database.</param>
/// <param name="Certificates">The certificate authorities that outgoing connections trust.</param>
/// <param name="Engine">The embedded engine; null when the build has none.</param>
/// <param name="Assemblies">The packages' assemblies by name, from the bill of materials beside the program; null if it is missing.</param>
internal sealed record SoftwareDescription(
    string Runtime,
    string OperatingSystem,
    string? CLibrary,
    string? OpenSsl,
    string Globalization,
    TimeZoneDescription? TimeZones,
    CertificateDescription? Certificates,
    EngineDescription? Engine,
    SortedDictionary<string, AssemblyDescription>? Assemblies
)
{
    public static SoftwareDescription OfThisProcess() =>
        new(
            RuntimeInformation.FrameworkDescription,
            System.OperatingSystem.IsLinux() ? LinuxRelease() : RuntimeInformation.OSDescription,
            NativeLibraries.CLibrary(),
            NativeLibraries.OpenSsl(),
            AppContext.TryGetSwitch("System.Globalization.Invariant", out var invariant) && invariant ? "invariant" : "icu",
            System.OperatingSystem.IsWindows() ? null : TimeZoneDescription.Read(),
            System.OperatingSystem.IsLinux() ? CertificateDescription.Read() : null,
            EngineBinary.IsThere ? EngineDescription.OfThisBuild() : null,
            AssemblyDescription.ReadAll()
        );

    /// <summary>As <c>os-release</c> names it (https://www.freedesktop.org/software/systemd/man/latest/os-release.html).</summary>
    [SupportedOSPlatform("linux")]
    private static string LinuxRelease()
    {
        const string file = "/etc/os-release";
        const string name = "PRETTY_NAME=";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) : null;
        return line?[name.Length..].Trim('"', '\'') ?? RuntimeInformation.OSDescription;
    }
}

/// <summary>The libraries of the operating system that .NET uses.</summary>
internal static partial class NativeLibraries
{
    public static string? CLibrary()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            return $"glibc {Marshal.PtrToStringUTF8(GlibcVersion())}";
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            // musl has no function that returns its version.
            return "not glibc";
        }
    }

    public static string? OpenSsl()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        // OPENSSL_VERSION_NUMBER: 0xMNN00PP0 (https://docs.openssl.org/3.0/man3/OpenSSL_version/).
        var number = SafeEvpPKeyHandle.OpenSslVersion;
        return string.Create(CultureInfo.InvariantCulture, $"{number >> 28}.{(number >> 20) & 0xff}.{(number >> 4) & 0xff}");
    }

    [SupportedOSPlatform("linux")]
    [LibraryImport("libc", EntryPoint = "gnu_get_libc_version")]
    private static partial nint GlibcVersion();
}

/// <summary>The embedded engine next to the program.</summary>
/// <param name="Name">Its npm package.</param>
/// <param name="Version">The package's version.</param>
/// <param name="Sha256">The binary's hash.</param>
internal sealed record EngineDescription(string Name, string Version, string? Sha256)
{
    /// <summary>The engine's package as the build restored it, and the actual binary.</summary>
    public static EngineDescription OfThisBuild() =>
        new(Metadata("EnginePackage"), Metadata("EngineVersion"), ContentHash.OfFile(EngineBinary.Find()));

    private static string Metadata(string name) =>
        typeof(EngineDescription)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => string.Equals(data.Key, name, StringComparison.Ordinal))
            .Value!;
}
