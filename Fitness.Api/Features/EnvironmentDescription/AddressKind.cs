using System.Net;
using System.Net.Sockets;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The kind of an address: whose network it is in, and which protocol.</summary>
internal static class AddressKind
{
    // RFC 1918 and RFC 6598.
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"),
    ];
    private static readonly IPNetwork LinkLocal = IPNetwork.Parse("169.254.0.0/16");

    /// <summary>Such as <c>public IPv4</c>, <c>private IPv4</c> (an endpoint inside a VPC) or <c>loopback IPv6</c>.</summary>
    public static string Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var protocol = address.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";
        var network =
            IPAddress.IsLoopback(address) ? "loopback"
            : address.IsIPv6LinkLocal || LinkLocal.Contains(address) ? "link-local"
            : address.IsIPv6UniqueLocal || Private.Any(network => network.Contains(address)) ? "private"
            : "public";
        return $"{network} {protocol}";
    }
}
