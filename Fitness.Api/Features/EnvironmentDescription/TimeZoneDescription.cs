using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The time-zone database, https://www.iana.org/time-zones.</summary>
/// <param name="Version">Its release, such as <c>2025b</c>; null if no file names it.</param>
/// <param name="Zones">How many zone names there are.</param>
/// <param name="Sha256">The hash of the zones' names and rules.</param>
internal sealed record TimeZoneDescription(string? Version, int Zones, string Sha256)
{
    private const string DefaultFolder = "/usr/share/zoneinfo";

    // "posix" repeats the zones, and "right" counts leap seconds; .NET reads neither. The files are the machine's own choice of zone.
    private static readonly string[] OtherFolders = ["posix/", "right/"];
    private static readonly string[] Choices = ["localtime", "posixrules"];

    /// <summary>Reads the database where .NET does; null if there are no files of it.</summary>
    [UnsupportedOSPlatform("windows")]
    public static TimeZoneDescription? Read()
    {
        var folder = Environment.GetEnvironmentVariable("TZDIR") is { Length: > 0 } given ? given : DefaultFolder;
        if (!Directory.Exists(folder))
            return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var zones = 0;
        foreach (
            var name in Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path))
                .Where(IsZone)
                .Order(StringComparer.Ordinal)
        )
        {
            var content = File.ReadAllBytes(Path.Combine(folder, name));
            if (!content.AsSpan().StartsWith("TZif"u8))
                continue;
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0"));
            hash.AppendData(content);
            zones++;
        }
        return new TimeZoneDescription(
            ReadVersion(Path.Combine(folder, "tzdata.zi")),
            zones,
            Convert.ToHexStringLower(hash.GetHashAndReset())
        );
    }

    private static bool IsZone(string name) =>
        !Choices.Contains(name, StringComparer.Ordinal) && !OtherFolders.Any(other => name.StartsWith(other, StringComparison.Ordinal));

    private static string? ReadVersion(string file)
    {
        const string start = "# version ";
        return File.Exists(file) && File.ReadLines(file).FirstOrDefault() is { } line && line.StartsWith(start, StringComparison.Ordinal)
            ? line[start.Length..]
            : null;
    }
}
