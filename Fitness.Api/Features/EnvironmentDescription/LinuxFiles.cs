using System.Runtime.Versioning;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The files that the C library and OpenSSL read.</summary>
[SupportedOSPlatform("linux")]
internal static class LinuxFiles
{
    // https://man7.org/linux/man-pages/man5/nsswitch.conf.5.html, host.conf.5, gai.conf.5; https://docs.openssl.org/3.0/man5/config/
    /// <summary>Their names, and where each may be.</summary>
    public static readonly (string Name, string[] Places)[] All =
    [
        ("nsswitch.conf", ["/etc/nsswitch.conf"]),
        ("host.conf", ["/etc/host.conf"]),
        ("gai.conf", ["/etc/gai.conf"]),
        ("openssl.cnf", ["/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf"]),
        ("ld.so.preload", ["/etc/ld.so.preload"]),
    ];
}
