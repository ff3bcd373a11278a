using System.Net;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>How the names that the service calls become addresses.</summary>
/// <param name="NameServers">The name servers of <c>/etc/resolv.conf</c>, in order; then those that Docker's own one asks, where it says so.</param>
/// <param name="Search">The domains that complete a short name.</param>
/// <param name="Options">The resolver's options, such as <c>ndots:0</c>.</param>
/// <param name="Hosts">The addresses that the hosts file gives to called names, by name.</param>
/// <param name="OtherHosts">The other entries of the hosts file; null if there are none.</param>
/// <param name="Names">
/// What the called names resolve to, by their use: <c>issuer</c>, <c>storage</c>, <c>telemetry</c>. Kinds of addresses, because the
/// addresses of a cloud service change from call to call. Null if it was not asked.
/// </param>
internal sealed record NetworkDescription(
    IReadOnlyList<string> NameServers,
    IReadOnlyList<string> Search,
    IReadOnlyList<string> Options,
    SortedDictionary<string, string> Hosts,
    OtherHostsDescription? OtherHosts,
    SortedDictionary<string, string?> Names
)
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(1);

    /// <summary>Reads the files, and asks nobody.</summary>
    /// <param name="called">The called names by their use.</param>
    public static NetworkDescription Read(IReadOnlyDictionary<string, string> called)
    {
        // Windows has neither file.
        var resolver = OperatingSystem.IsWindows() ? ResolverFile.None : ResolverFile.Read();
        var hosts = OperatingSystem.IsWindows() ? HostsFile.None : HostsFile.Read(called.Values);
        return new NetworkDescription(
            resolver.NameServers,
            resolver.Search,
            resolver.Options,
            hosts.Called,
            hosts.Others,
            new SortedDictionary<string, string?>(
                called.ToDictionary(name => name.Key, _ => (string?)null, StringComparer.Ordinal),
                StringComparer.Ordinal
            )
        );
    }

    /// <summary>Resolves the names as every connection does.</summary>
    public async Task<NetworkDescription> ResolveAsync(IReadOnlyDictionary<string, string> called, CancellationToken cancellation)
    {
        var kinds = await Task.WhenAll(called.Select(async name => (name.Key, Kinds: await FindKindsAsync(name.Value, cancellation))));
        return this with
        {
            Names = new SortedDictionary<string, string?>(
                kinds.ToDictionary(name => name.Key, name => (string?)name.Kinds, StringComparer.Ordinal),
                StringComparer.Ordinal
            ),
        };
    }

    private static async Task<string> FindKindsAsync(string name, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(LongestAnswer);
        try
        {
            return string.Join(
                ", ",
                (await Dns.GetHostAddressesAsync(name, deadline.Token))
                    .Select(AddressKind.Of)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
            );
        }
        catch (Exception exception)
            when (exception is System.Net.Sockets.SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return "no address";
        }
    }
}

/// <summary>Entries of the hosts file that concern no called name.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Sha256">The hash of the sorted entries, each a name and an address.</param>
internal sealed record OtherHostsDescription(int Count, string Sha256);
