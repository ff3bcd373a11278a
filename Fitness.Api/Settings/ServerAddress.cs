using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Fitness.Api.Settings;

/// <summary>The addresses on which the server listens.</summary>
internal static class ServerAddress
{
    private const string EndpointsSection = "Kestrel:Endpoints";
    private const string Localhost = "localhost";
    private const string Use = "use http, a host and a port, such as http://localhost:10001";
    private static readonly string[] AnyHost = ["*", "+"];

    /// <summary>What is wrong with the address; null if nothing is.</summary>
    public static string? Problem(string text)
    {
        if (!TryParse(text, out var address))
            return Use;
        if (address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
            return "Fitness serves http and has no certificate; use http, behind a proxy that has one";
        if (
            !address.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase)
            || address.IsUnixPipe
            || address.IsNamedPipe
            || address.PathBase.Length > 0
        )
            return Use;
        if (address.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
            return $"use a port from {IPEndPoint.MinPort} to {IPEndPoint.MaxPort}";
        var isLocalhost = address.Host.Equals(Localhost, StringComparison.OrdinalIgnoreCase);
        // The server would take any other name for all of the machine's addresses.
        if (!isLocalhost && !AnyHost.Contains(address.Host) && !IPAddress.TryParse(address.Host, out _))
            return "its host must be localhost, an IP address of this machine, or * for all of them";
        if (isLocalhost && address.Port == 0)
            return "use http://127.0.0.1:0 for any free port";
        return null;
    }

    /// <summary>Why the server cannot listen on the address, which has no other <see cref="Problem"/>; null if it can, or if another process does.</summary>
    public static string? ListenProblem(string text)
    {
        if (!TryParse(text, out var address))
            return null;
        var host =
            AnyHost.Contains(address.Host) ? IPAddress.Any
            : IPAddress.TryParse(address.Host, out var ip) ? ip
            : IPAddress.Loopback;
        try
        {
            using var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(host, address.Port));
            return null;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode switch
            {
                // The server says this itself when it starts.
                SocketError.AddressAlreadyInUse => null,
                SocketError.AddressNotAvailable => "that is no address of this machine",
                SocketError.AccessDenied =>
                    $"this user may not listen on port {address.Port.ToString(CultureInfo.InvariantCulture)}; use a port from 1024",
                _ => $"the machine cannot listen there: {exception.Message}",
            };
        }
    }

    /// <summary>Whether other machines can reach the address.</summary>
    public static bool IsOpen(string text) =>
        !TryParse(text, out var address)
        || !(
            address.Host.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip)
        );

    /// <summary>The address by which a browser on this machine reaches the server, without a slash at its end.</summary>
    /// <param name="addresses">Where the server listens: at least one address.</param>
    public static string OnThisMachine(ICollection<string> addresses)
    {
        var address = BindingAddress.Parse(addresses.FirstOrDefault(text => !IsOpen(text)) ?? addresses.First());
        var isAny =
            AnyHost.Contains(address.Host)
            || IPAddress.TryParse(address.Host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));
        return $"{address.Scheme}://{(isAny ? Localhost : address.Host)}:{address.Port.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>The addresses on which the server listens, with the setting of each: the named ones, else those of the list, else the ports.</summary>
    public static IEnumerable<(string Name, string Address)> InForce(IConfiguration configuration)
    {
        var named = configuration.GetSection(EndpointsSection).GetChildren().ToList();
        if (named.Count > 0)
            return named.Select(endpoint => ($"{endpoint.Path}:Url", endpoint["Url"] ?? ""));
        if (Parts("urls") is { Length: > 0 } addresses)
            return addresses.Select(address => (SettingNames.Addresses, address));
        return Parts("http_ports").Select(port => (SettingNames.Ports, $"http://*:{port}"));

        string[] Parts(string key) =>
            (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static bool TryParse(string text, out BindingAddress address)
    {
        try
        {
            address = BindingAddress.Parse(text);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            address = null!;
            return false;
        }
    }
}
