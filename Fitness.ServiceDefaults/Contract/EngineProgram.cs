using System.Globalization;
using System.Net;

namespace Fitness;

/// <summary>The embedded engine's program and its command line.</summary>
public static class EngineProgram
{
    /// <summary>What to do where the build has no engine.</summary>
    public const string Remedy = "Install Node.js and build again; 'dotnet build Fitness.Api' says what npm lacks";

    /// <summary>The name of its file, beside which its licences lie.</summary>
    public static readonly string FileName = OperatingSystem.IsWindows() ? "dynoxide.exe" : "dynoxide";

    /// <summary>The address on which it listens: loopback only.</summary>
    public static readonly string Host = IPAddress.Loopback.ToString();

    /// <summary>The arguments before the port number.</summary>
    public static readonly IReadOnlyList<string> Serve = ["serve", "--host", Host, "--port"];

    /// <summary>The options that keep the data in a folder; without them it is in memory.</summary>
    public static IReadOnlyList<string> Persist(string folder) => ["--db-path", Path.Combine(folder, "fitness.db")];

    /// <summary>All arguments.</summary>
    /// <param name="port">The TCP port.</param>
    /// <param name="folder">The data folder; null to keep the data in memory.</param>
    public static IReadOnlyList<string> Arguments(int port, string? folder) =>
        [.. Serve, port.ToString(CultureInfo.InvariantCulture), .. folder is null ? [] : Persist(folder)];
}
