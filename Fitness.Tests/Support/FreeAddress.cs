using System.Net;
using System.Net.Sockets;

namespace Fitness.Tests.Support;

/// <summary>Addresses of this machine at which nobody listens.</summary>
internal static class FreeAddress
{
    /// <summary>Finds one, which was free a moment ago.</summary>
    public static Uri Find()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new Uri($"http://{probe.LocalEndpoint}");
    }
}
