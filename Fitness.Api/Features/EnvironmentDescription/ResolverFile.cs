using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The resolver's file (https://man7.org/linux/man-pages/man5/resolv.conf.5.html).</summary>
/// <param name="NameServers">The name servers, in order; then those that Docker's own one asks, where it says so.</param>
/// <param name="Search">The domains that complete a short name.</param>
/// <param name="Options">The options, such as <c>ndots:0</c>.</param>
internal sealed partial record ResolverFile(string[] NameServers, string[] Search, string[] Options)
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>An empty file.</summary>
    public static ResolverFile None { get; } = new([], [], []);

    /// <summary>Reads it; one that cannot be read is empty.</summary>
    [UnsupportedOSPlatform("windows")]
    public static ResolverFile Read()
    {
        var lines = HostsFile.ReadLines("/etc/resolv.conf");
        var behind = lines
            .Select(line => DockersServers().Match(line))
            .Where(match => match.Success)
            .SelectMany(match => Words(match.Groups[1].Value));
        return new ResolverFile([.. Of("nameserver"), .. behind], [.. Of("search", "domain")], [.. Of("options")]);

        IEnumerable<string> Of(params string[] keywords) =>
            lines
                .Select(Words)
                .Where(words => words.Length > 1 && keywords.Contains(words[0], StringComparer.Ordinal))
                .SelectMany(words => words[1..]);
    }

    private static string[] Words(string line) => line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    // On networks of its own, Docker's embedded server stands in, and a comment names those behind it.
    [GeneratedRegex(@"^# ExtServers: \[(.*)\]", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex DockersServers();
}
