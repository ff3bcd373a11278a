using System.Globalization;
using Fitness.Tests.Support;

namespace Fitness.Benchmarks.Calls;

/// <summary>Sends requests with <c>wrk</c>, as fast as they are answered.</summary>
internal static class Load
{
    private const string Program = "wrk";
    private const string Marker = "load ";
    private const int Threads = 2;
    private static readonly string Script = Repository.PathOf("Fitness.Tests", "Benchmarks", "Calls", "load.lua");

    // Each request has one of its own, in the whole run.
    private static long number;

    /// <summary>What to do about the missing program; null if it is there.</summary>
    public static string? Missing =>
        Docker.IsOnPath(Program) ? null : "wrk makes the load, and is not there. On Debian: apt-get install wrk";

    /// <summary>Sends the request once, so that a wrong one says why before it is measured.</summary>
    public static Task CheckAsync(Row row, CancellationToken cancellation) => row.Request.SendAsync(row.Service, number++, cancellation);

    public static async Task<Round> RunAsync(Row row, Service engine, int clients, int seconds)
    {
        var (service, request) = (row.Service, row.Request);
        var before = (Service: service.ProcessorTime, Engine: engine.ProcessorTime);
        var (exitCode, output, error) = await Docker.RunProgramAsync(
            Program,
            [
                $"--threads={Math.Min(Threads, clients)}",
                $"--connections={clients}",
                $"--duration={seconds}",
                $"--timeout={seconds}",
                "--latency",
                $"--script={Script}",
                $"{service.Address.GetLeftPart(UriPartial.Authority)}",
                "--",
                request.Method,
                request.Path,
                request.Body,
                $"{number}",
                .. request.Headers,
            ]
        );
        var after = (Service: service.ProcessorTime, Engine: engine.ProcessorTime);
        var resident = service.Resident;
        var line = output.Split('\n').LastOrDefault(text => text.StartsWith(Marker, StringComparison.Ordinal));
        if (exitCode != 0 || line is null)
            throw new InvalidOperationException($"{Program} ended with exit code {exitCode}: {output}{error}");
        var values = line[Marker.Length..].Split(' ').Select(value => long.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        var requests = values[0];
        number = values[6] + Threads;
        if (number > Template.Numbers)
            throw new InvalidOperationException("There are no instants left for more activities: measure fewer rounds, or shorter ones.");
        return new Round(
            requests,
            requests / (values[1] / 1e6),
            values[2] / 1e3,
            values[3] / 1e3,
            values[4] + values[5],
            (after.Service - before.Service).TotalMicroseconds / requests,
            service == engine ? 0 : (after.Engine - before.Engine).TotalMicroseconds / requests,
            resident
        );
    }
}
