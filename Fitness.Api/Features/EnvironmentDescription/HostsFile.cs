using System.Net;
using System.Runtime.Versioning;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The hosts file (https://man7.org/linux/man-pages/man5/hosts.5.html).</summary>
internal static class HostsFile
{
    private static readonly char[] Blanks = [' ', '\t'];

    // What every machine and container has: the loopback names of the operating system, and those that container engines add for their host.
    private static readonly string[] Usual =
    [
        "ip6-localhost",
        "ip6-loopback",
        "ip6-localnet",
        "ip6-mcastprefix",
        "ip6-allnodes",
        "ip6-allrouters",
        "ip6-allhosts",
        "host.docker.internal",
        "gateway.docker.internal",
        "kubernetes.docker.internal",
        "host.containers.internal",
    ];

    /// <summary>An empty file.</summary>
    public static (SortedDictionary<string, string> Called, OtherHostsDescription? Others) None =>
        (new SortedDictionary<string, string>(StringComparer.Ordinal), null);

    /// <summary>The entries of the called names, and what the others amount to. The machine's own name, which differs everywhere, is left out.</summary>
    [UnsupportedOSPlatform("windows")]
    public static (SortedDictionary<string, string> Called, OtherHostsDescription? Others) Read(IEnumerable<string> called)
    {
        var own = new[] { Environment.MachineName, Dns.GetHostName() };
        var entries = ReadLines("/etc/hosts")
            .Select(line => line.Split('#')[0].Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1 && !words[1..].Intersect(own, StringComparer.OrdinalIgnoreCase).Any())
            .SelectMany(words => words[1..].Select(name => (Name: name.ToLowerInvariant(), Address: words[0])))
            .Distinct()
            .Order()
            .ToArray();
        var names = called.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var ofCalled = entries
            .Where(entry => names.Contains(entry.Name))
            .GroupBy(entry => entry.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => string.Join(", ", group.Select(entry => entry.Address)), StringComparer.Ordinal);
        var others = entries
            .Where(entry => !names.Contains(entry.Name) && !IsUsual(entry.Name, entry.Address))
            .Select(entry => $"{entry.Name} {entry.Address}")
            .ToArray();
        return (
            new SortedDictionary<string, string>(ofCalled, StringComparer.Ordinal),
            others.Length == 0 ? null : new OtherHostsDescription(others.Length, ContentHash.OfText(string.Join('\n', others)))
        );
    }

    /// <summary>The lines of a file; none if it cannot be read.</summary>
    public static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsUsual(string name, string address) =>
        Usual.Contains(name, StringComparer.Ordinal)
        || (
            name.StartsWith("localhost", StringComparison.Ordinal)
            && IPAddress.TryParse(address, out var parsed)
            && IPAddress.IsLoopback(parsed)
        );
}
