using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace Fitness.AppHost;

/// <summary>The image's health check, from its Dockerfile, for the manifest: a registry may not keep it.</summary>
internal static partial class ImageHealthCheck
{
    /// <summary>Reads the Dockerfile's <c>HEALTHCHECK</c> (https://docs.docker.com/reference/dockerfile/#healthcheck).</summary>
    /// <exception cref="StartException">There is none, or it has another form.</exception>
    public static Healthcheck Read(string path)
    {
        var options =
            File.Exists(path) && Instruction().Match(File.ReadAllText(path)) is { Success: true } match
                ? match.Groups
                : throw new StartException($"{path} has no 'HEALTHCHECK --interval=… --timeout=… --start-period=… --retries=… CMD […]'.");
        return new Healthcheck
        {
            Test = ["CMD", options["program"].Value, options["command"].Value],
            Interval = options["interval"].Value,
            Timeout = options["timeout"].Value,
            Retries = int.Parse(options["retries"].Value, CultureInfo.InvariantCulture),
            StartPeriod = options["start"].Value,
        };
    }

    [GeneratedRegex(
        @"^HEALTHCHECK --interval=(?<interval>\S+) --timeout=(?<timeout>\S+) --start-period=(?<start>\S+) --retries=(?<retries>\d+) CMD \[""(?<program>[^""]+)"", ""(?<command>[^""]+)""\]",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex Instruction();
}
