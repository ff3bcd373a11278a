using System.Net;
using System.Net.Sockets;
using Fitness.Api.Settings;
using Fitness.Api.Web.Problems;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Primitives;

namespace Fitness.Api.Web.Server;

/// <summary>
/// Refuses requests under a strange host name. Development asks nobody for a token, so a page whose author rebinds its name to a
/// loopback address (https://owasp.org/www-community/attacks/DNS_rebinding) could read and erase everything. Rebinding needs a name:
/// addresses are always let in there, for an emulator (10.0.2.2) and a telephone in the same network.
/// </summary>
internal static class HostCheck
{
    private const string Localhost = "localhost";
    private const char Separator = ';';

    // The framework's own words for any name.
    private static readonly string[] Anything = ["*", "[::]", "0.0.0.0"];

    /// <summary>Turns off the framework's own check, which has no default for Development and answers without problem details.</summary>
    public static void AddHostCheck(this WebApplicationBuilder builder) =>
        builder.Services.Configure<HostFilteringOptions>(options => options.AllowedHosts = [Anything[0]]);

    /// <summary>Checks the host of each request: after the rate limits, so that its refusals count and have their headers.</summary>
    public static void UseHostCheck(this WebApplication app)
    {
        var development = app.Services.GetRequiredService<FitnessSettings>().IsDevelopment;
        var names = app.Configuration[SettingNames.AllowedHosts]
            ?.Split(Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        var all = names.Intersect(Anything, StringComparer.Ordinal).Any() || (names.Length == 0 && !development);
        // As the request's host is read: in the letters of the name, not in Punycode.
        StringSegment[] patterns = [.. names.Select(name => new StringSegment(HostString.FromUriComponent(name).Value))];
        var known = development
            ? $"IP addresses, '{Localhost}' and the names of the setting {SettingNames.AllowedHosts}"
            : $"the names of the setting {SettingNames.AllowedHosts}";
        app.Use(
            (context, next) =>
            {
                if (Read(context.Request) is not { } host)
                    return ProblemResult.Of(ProblemTypes.Misdirected, "The request's host is no name.").ExecuteAsync(context);
                // Only HTTP/1.0 has requests without a host, and no browser sends them.
                if (all || host.Length == 0)
                    return next(context);
                // A name with a dot at its end is the same name (RFC 1034, section 3.1).
                var name = host.EndsWith('.') ? host[..^1] : host;
                return HostString.MatchesAny(name, patterns) || (development && IsLocal(name))
                    ? next(context)
                    : ProblemResult
                        .Of(ProblemTypes.Misdirected, $"The request is for '{host}'. This service answers under {known}.")
                        .ExecuteAsync(context);
            }
        );
    }

    /// <summary>The request's host without its port; null if it is wrong Punycode, at which everything that reads it later would fail.</summary>
    private static string? Read(HttpRequest request)
    {
        try
        {
            return request.Host.Host;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether it is an IP address as RFC 3986 writes it, or a name that resolves to this machine (RFC 6761, section 6.3).</summary>
    private static bool IsLocal(string name) =>
        name.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
        || name.EndsWith($".{Localhost}", StringComparison.OrdinalIgnoreCase)
        || (
            IPAddress.TryParse(name, out var address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 ? name.StartsWith('[') : address.ToString() == name)
        );
}
