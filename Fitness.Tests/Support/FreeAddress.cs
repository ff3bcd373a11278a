using System.Net;
using System.Net.Sockets;

namespace Fitness.Tests.Support;

/// <summary>Free addresses on this machine, for programs that cannot choose one themselves.</summary>
internal static class FreeAddress
{
    // Below the ports that Linux gives to connections and to whoever asks for any port (net.ipv4.ip_local_port_range begins at 32768), so
    // that none of them takes the address before its program does.
    private const int First = 12_000,
        Count = 20_000;
    private static int last = Random.Shared.Next(Count);

    /// <summary>Finds an address that was free a moment ago, another one each time.</summary>
    public static Uri Find()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref last) % Count);
            using var probe = new TcpListener(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return new Uri($"http://{probe.LocalEndpoint}");
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next one, then.
            }
        }
    }
}
