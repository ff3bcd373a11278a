using System.Net;
using System.Net.Sockets;

namespace Fitness.Tests.Support;

/// <summary>Free addresses on this machine.</summary>
internal static class FreeAddress
{
    /// <summary>Finds an address that was free a moment ago.</summary>
    public static Uri Find()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new Uri($"http://{probe.LocalEndpoint}");
    }
}
