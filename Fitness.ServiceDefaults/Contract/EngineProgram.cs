using System.Globalization;
using System.Net;

namespace Fitness;

/// <summary>How the embedded engine's program is called.</summary>
public static class EngineProgram
{
    /// <summary>The address on which it listens: this machine's own.</summary>
    public static readonly string Host = IPAddress.Loopback.ToString();

    /// <summary>The options that come before the port's number.</summary>
    public static readonly IReadOnlyList<string> Serve = ["serve", "--host", Host, "--port"];

    /// <summary>The options that keep the data in a folder; without them it is in memory.</summary>
    public static IReadOnlyList<string> Persist(string folder) => ["--db-path", Path.Combine(folder, "fitness.db")];

    /// <summary>All arguments.</summary>
    /// <param name="port">The TCP port.</param>
    /// <param name="folder">Where the data is kept; null for in memory.</param>
    public static IReadOnlyList<string> Arguments(int port, string? folder) => [.. Serve, port.ToString(CultureInfo.InvariantCulture), .. folder is null ? [] : Persist(folder)];
}
