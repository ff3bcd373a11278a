using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fitness.Tests.Support;
using static Fitness.Benchmarks.Services;
using static Fitness.Benchmarks.StartBenchmark;

namespace Fitness.Benchmarks;

/// <summary>
/// Compares the image of <c>deploy/image/build --base debian</c> with a build of the same source for the just-in-time compiler, in an
/// image on the same base with this machine's .NET runtime: size, start and memory, in turns.
/// </summary>
internal static partial class ImageBenchmark
{
    private const string JitImage = "fitness/api-jit:benchmark";
    private const int Requests = 10_000;
    private const int Clients = 8;

    // What the service logs after each part of its start. The server starts meanwhile.
    private static readonly (string Part, string Marker)[] Parts =
    [
        ("the runtime, the settings and the engine", "embedded engine (process"),
        ("the table", "was created from the definition"),
        ("the samples", "sample activities"),
    ];

    public static async Task RunAsync(int rounds)
    {
        var record = JsonNode.Parse(File.ReadAllText(Repository.PathOf("artifacts", "image", "release.json")))!;
        var image = (string)record["image"]!;
        await BuildJitImageAsync(((string)record["base"]!).Split('@')[0]);

        var images = new[] { image, JitImage };
        var starts = images.ToDictionary(name => name, _ => new List<double>());
        var parts = images.ToDictionary(name => name, _ => new List<double[]>());
        var memory = images.ToDictionary(name => name, _ => new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var name in images)
            {
                var port = FreeAddress.Find().Port;
                var begin = TimeProvider.System.GetUtcNow();
                var clock = Stopwatch.GetTimestamp();
                var id = await RunAsync(
                    "docker",
                    "run",
                    "--detach",
                    "--publish",
                    $"127.0.0.1:{port}:8080",
                    "--env",
                    "RateLimits__User__Requests=1000000",
                    name
                );
                await WaitForServiceAsync(port);
                var end = TimeProvider.System.GetUtcNow();
                // The first round warms the machine's caches.
                if (round > 0)
                {
                    starts[name].Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
                    parts[name].Add(await PartsAsync(id, begin, end));
                    if (round <= 3)
                        memory[name].Add(await MemoryAsync(id, port));
                }
                await RunAsync("docker", "rm", "--force", id);
            }
        }

        var sizes = new Dictionary<string, double>();
        foreach (var name in images)
            sizes[name] =
                double.Parse(await RunAsync("docker", "image", "inspect", "--format", "{{.Size}}", name), CultureInfo.InvariantCulture)
                / 1e6;
        Console.WriteLine($"{"", -58}{"image", 10}{"JIT", 10}{"ratio", 8}");
        Write("size, MB", name => sizes[name]);
        Write($"docker run to the first 200 on /activity/1, ms ({rounds} rounds)", name => Median(starts[name]));
        string[] named = ["Docker: until the process starts", .. Parts.Select(part => part.Part), "the first 200"];
        foreach (var (index, part) in named.Index())
            Write($"  {part}", name => Median([.. parts[name].Select(times => times[index])]));
        Write("  all but Docker's part", name => Median([.. parts[name].Select(times => times.Skip(1).Sum())]));
        Write($"resident, API and engine, after {Requests} requests, MiB", name => Median(memory[name]));

        void Write(string what, Func<string, double> value) =>
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what, -58}{value(image), 10:F1}{value(JitImage), 10:F1}{value(image) / value(JitImage), 8:F2}"
                )
            );
    }

    private static async Task BuildJitImageAsync(string baseImage)
    {
        var context = Directory.CreateTempSubdirectory("fitness-bench-").FullName;
        await RunAsync("cp", "--recursive", await Publication.JitAsync("Fitness.Api"), Path.Combine(context, "app"));
        var runtime =
            Path.GetDirectoryName(Environment.ProcessPath) is { } folder && Directory.Exists(Path.Combine(folder, "shared"))
                ? folder
                : Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        Directory.CreateDirectory(Path.Combine(context, "dotnet"));
        foreach (var part in new[] { "dotnet", "host", "shared" })
            await RunAsync("cp", "--recursive", Path.Combine(runtime, part), Path.Combine(context, "dotnet"));
        // The one library that the runtime needs but a program compiled ahead of time does not.
        await RunAsync("cp", "--dereference", "/usr/lib/x86_64-linux-gnu/libstdc++.so.6", context);
        await File.WriteAllTextAsync(
            Path.Combine(context, "Dockerfile"),
            $"""
            FROM {baseImage}
            ENV ASPNETCORE_ENVIRONMENT=Development ASPNETCORE_HTTP_PORTS=8080 Engine__DataPath=/tmp/fitness
            COPY libstdc++.so.6 /usr/lib/x86_64-linux-gnu/
            COPY dotnet /usr/share/dotnet
            COPY app /app
            WORKDIR /app
            ENTRYPOINT ["/usr/share/dotnet/dotnet", "/app/Fitness.Api.dll"]
            """
        );
        await RunAsync("docker", "build", "--quiet", "--tag", JitImage, context);
        Directory.Delete(context, recursive: true);
    }

    /// <summary>Milliseconds of each part: Docker's own first, then the parts of the service's start, at last what is left until the first 200.</summary>
    private static async Task<double[]> PartsAsync(string id, DateTimeOffset begin, DateTimeOffset end)
    {
        var times = new List<DateTimeOffset>
        {
            begin,
            DateTimeOffset.Parse(await RunAsync("docker", "inspect", "--format", "{{.State.StartedAt}}", id), CultureInfo.InvariantCulture),
        };
        // The log level is on the line before the marker; both lines are written together, so the timestamp is right.
        var log = await RunAsync("docker", "logs", "--timestamps", id);
        foreach (var (_, marker) in Parts)
            times.Add(
                DateTimeOffset.Parse(
                    log.Split('\n').First(line => line.Contains(marker, StringComparison.Ordinal)).Split(' ')[0],
                    CultureInfo.InvariantCulture
                )
            );
        times.Add(end);
        return [.. times.Skip(1).Zip(times, (after, before) => (after - before).TotalMilliseconds)];
    }

    /// <summary>The resident memory of the container's processes in MiB, after reads like an app's.</summary>
    private static async Task<double> MemoryAsync(string id, int port)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Requests),
            new ParallelOptions { MaxDegreeOfParallelism = Clients },
            async (number, cancellation) =>
            {
                using var response = await client.GetAsync(number % 10 == 0 ? "/v1/activities" : "/v1/activities/1", cancellation);
                response.EnsureSuccessStatusCode();
            }
        );
        return Resident()
                .Matches(await RunAsync("docker", "top", id, "-o", "pid,rss,comm"))
                .Sum(process => int.Parse(process.Groups[1].Value, CultureInfo.InvariantCulture)) / 1024.0;
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (exitCode, output, error) = await Docker.RunProgramAsync(program, arguments);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with exit code {exitCode}: {output}{error}"
            );
    }

    [GeneratedRegex(@"^\s*\d+\s+(\d+)\s", RegexOptions.Multiline)]
    private static partial Regex Resident();
}
