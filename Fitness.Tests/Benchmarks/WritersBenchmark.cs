using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Fitness.Tests.Support;
using static Fitness.Benchmarks.Services;

namespace Fitness.Benchmarks;

/// <summary>
/// What it costs that a user's writes take one change number: one writer, many of one user in one process and in several, as many of different
/// users, and a first sync by batches. In the rows with conflicts, each request takes a few milliseconds more than the engine needs, and transactions conflict
/// as in DynamoDB. In the last row, a user's items take 1,000 write units a second.
/// </summary>
internal static class WritersBenchmark
{
    private const int Writers = 16;
    private const int Processes = 3;
    private const int Synced = 5_000;
    private const int BatchSize = 100;
    private const int UnitsPerSecond = 1_000;
    private const double ConflictPart = 0.1;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("fitness-bench-").FullName;
        await using var issuer = await TestIssuer.StartAsync();
        var started = new List<Process>();
        var holder = await StartAsync("holder");
        var engine = await EngineOfAsync(holder.Process);
        await using var storage = await StorageProxy.StartAsync(new Uri(engine));
        var refusals = new WriteRefusals(storage);
        var direct = await StartAsync("direct", engine, issuer);
        var others = new List<(Process Process, int Port)>();
        for (var process = 0; process < Processes; process++)
            others.Add(await StartAsync($"conflicts-{process}", storage.Address.AbsoluteUri, issuer));
        var measuring = TimeSpan.FromSeconds(seconds);

        var one = Print("1 writer", null, await WriteAsync([direct.Port], 1, users: 1));
        Print($"{Writers} writers of one user, one process", one, await WriteAsync([direct.Port], Writers, users: 1));
        Print($"{Writers} writers of {Writers} users, one process", one, await WriteAsync([direct.Port], Writers, users: Writers));

        (refusals.Latency, refusals.ConflictPart) = (Latency, ConflictPart);
        var ports = others.ConvertAll(other => other.Port);
        var conflicting = Print("with conflicts: 1 writer", null, await WriteAsync(ports[..1], 1, users: 1));
        Print($"with conflicts: {Writers} writers, one process", conflicting, await WriteAsync(ports[..1], Writers, users: 1));
        var before = (refusals.Made, refusals.Conflicts);
        Print($"with conflicts: {Writers} writers, {Processes} processes", conflicting, await WriteAsync(ports, Writers, users: 1));
        Console.WriteLine($"    {refusals.Made - before.Made} transactions made, {refusals.Conflicts - before.Conflicts} conflicted");

        refusals.ConflictPart = 0;
        var sync = await SyncAsync(ports[0], Synced);
        Console.WriteLine($"a first sync of {Synced}, by {BatchSize}        {sync}");
        refusals.UnitsPerSecond = UnitsPerSecond;
        var quiet = Print("throttled: 1 writer of another user", null, await WriteAsync(ports[..1], 1, users: 1));
        var throttled = SyncAsync(ports[0], Synced);
        Print("    the same during the first sync", quiet, await WriteAsync(ports[..1], 1, users: 1));
        Console.WriteLine($"throttled: a first sync of {Synced}   {await throttled}; {refusals.Throttled} transactions throttled");

        foreach (var process in started.AsEnumerable().Reverse())
        {
            Stop(process);
            process.Dispose();
        }
        Directory.Delete(folder, recursive: true);

        async Task<(Process Process, int Port)> StartAsync(string name, string? endpoint = null, TestIssuer? trusted = null)
        {
            var port = FreeAddress.Find().Port;
            var process = Start(
                "Fitness.Api.dll",
                port,
                Directory.CreateDirectory(Path.Combine(folder, name)).FullName,
                [
                    $"--{SettingNames.UserRequests}=1000000000",
                    .. endpoint is null
                        ? Array.Empty<string>()
                        : [$"--{SettingNames.Endpoint}={endpoint}", "--Logging:LogLevel:Default=Error"],
                    .. (trusted?.Settings ?? []).Select(setting => $"--{setting.Name}={setting.Value}"),
                ]
            );
            started.Add(process);
            if (endpoint is not null)
                _ = process.StandardOutput.ReadToEndAsync();
            await WaitForAliveAsync(port);
            return (process, port);
        }

        async Task<Durations> WriteAsync(IReadOnlyList<int> targets, int writers, int users)
        {
            var names = Enumerable.Range(0, users).Select(_ => $"writer-{Guid.NewGuid():N}").ToList();
            using var stop = new CancellationTokenSource();
            var durations = new Durations();
            var running = Enumerable
                .Range(0, writers)
                .Select(async writer =>
                {
                    using var client = CreateClient(targets[writer % targets.Count], names[writer % users]);
                    for (var number = 0; !stop.IsCancellationRequested; number++)
                    {
                        var began = Stopwatch.GetTimestamp();
                        using var response = await client.PutAsync(
                            $"{Routes.Activities}/w{writer}-{number}",
                            new StringContent(Activity((writer * 100_000) + number), Encoding.UTF8, "application/json"),
                            CancellationToken.None
                        );
                        durations.Add(Stopwatch.GetElapsedTime(began), response.StatusCode == HttpStatusCode.Created);
                    }
                })
                .ToList();
            await Task.Delay(Settling, CancellationToken.None);
            durations.Begin();
            await Task.Delay(measuring, CancellationToken.None);
            durations.End();
            await stop.CancelAsync();
            await Task.WhenAll(running);
            return durations;
        }

        async Task<string> SyncAsync(int port, int count)
        {
            using var client = CreateClient(port, $"sync-{Guid.NewGuid():N}");
            var (began, refused, longest) = (Stopwatch.GetTimestamp(), 0, TimeSpan.Zero);
            foreach (var chunk in Enumerable.Range(0, count).Chunk(BatchSize))
            {
                var open = chunk.ToList();
                while (open.Count > 0)
                {
                    var sent = Stopwatch.GetTimestamp();
                    using var response = await client.PostAsync(
                        new Uri(Routes.ActivityBatch, UriKind.Relative),
                        new StringContent(
                            $$"""{"items":[{{string.Join(',', open.Select(number => $$"""{"id":"s{{number}}",{{Activity(number)[1..]}}"""))}}]}""",
                            Encoding.UTF8,
                            "application/json"
                        )
                    );
                    response.EnsureSuccessStatusCode();
                    var took = Stopwatch.GetElapsedTime(sent);
                    longest = took > longest ? took : longest;
                    var results = (await response.Content.ReadFromJsonAsync<JsonObject>())!["results"]!.AsArray();
                    open = [.. open.Where((_, index) => (int)results[index]!["status"]! >= 300)];
                    refused += open.Count;
                }
            }
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Stopwatch.GetElapsedTime(began).TotalSeconds, 6:F1} s, the longest batch {longest.TotalSeconds:F2} s, {refused} items refused at first"
            );
        }

        HttpClient CreateClient(int port, string user)
        {
            var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(2) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Token(user));
            return client;
        }
    }

    private static string Activity(int number) =>
        $$"""{"sport":"running","start":"{{new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(40L * number % 4_000_000):yyyy-MM-ddTHH:mm:ssZ}}","elapsedSeconds":1800,"distanceMeters":5012.5}""";

    private static async Task WaitForAliveAsync(int port)
    {
        using var client = new HttpClient();
        await Eventually.WaitForAsync(
            async () =>
            {
                try
                {
                    using var alive = await client.GetAsync($"http://127.0.0.1:{port}{Routes.Alive}");
                    return alive.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            () => $"Port {port} does not answer."
        );
    }

    private static Durations Print(string name, Durations? baseline, Durations durations)
    {
        var compared = baseline is null
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"  p50 x {durations.At(0.5) / baseline.At(0.5), 5:F1}  p99 x {durations.At(0.99) / baseline.At(0.99), 5:F1}  writes x {durations.Rate / baseline.Rate:F1}"
            );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -45} {durations.Rate, 6:F0} writes/s  p50 {durations.At(0.5), 6:F1} ms  p99 {durations.At(0.99), 7:F1} ms  {durations.Failed} failed{compared}"
            )
        );
        return durations;
    }

    private sealed class Durations
    {
        private readonly Lock gate = new();
        private readonly List<double> milliseconds = [];
        private long began;
        private TimeSpan measured;
        private bool measuring;

        public int Failed { get; private set; }

        public double Rate => milliseconds.Count / measured.TotalSeconds;

        public void Begin()
        {
            lock (gate)
                (began, measuring) = (Stopwatch.GetTimestamp(), true);
        }

        public void End()
        {
            lock (gate)
            {
                (measured, measuring) = (Stopwatch.GetElapsedTime(began), false);
                milliseconds.Sort();
            }
        }

        public void Add(TimeSpan duration, bool succeeded)
        {
            lock (gate)
            {
                if (!measuring)
                    return;
                milliseconds.Add(duration.TotalMilliseconds);
                Failed += succeeded ? 0 : 1;
            }
        }

        public double At(double share) => milliseconds[(int)((milliseconds.Count - 1) * share)];
    }
}
