using System.Diagnostics;
using System.Net;
using Fitness.Tests.Support;
using static Fitness.Benchmarks.Services;

namespace Fitness.Benchmarks;

/// <summary>
/// Makes the storage the bottleneck, eight calls at a time and each slowed to a stated time, finds the number of callers from which the
/// answers do not get more (the knee), and compares with ten times as many callers, who wait as <c>Retry-After</c> tells them.
/// </summary>
internal static class OverloadBenchmark
{
    private const int StorageParallelism = 8;
    private const double Best = 0.95;
    private const int Overload = 10;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(int storageMilliseconds)
    {
        var folder = Directory.CreateTempSubdirectory("fitness-bench-").FullName;
        var (holderPort, port) = (FreeAddress.Find().Port, FreeAddress.Find().Port);
        using var holder = Start("Fitness.Api.dll", holderPort, Directory.CreateDirectory(Path.Combine(folder, "holder")).FullName);
        await WaitForServiceAsync(holderPort);
        await using var storage = await StorageProxy.StartAsync(new Uri(await EngineOfAsync(holder)));
        using var turns = new SemaphoreSlim(StorageParallelism);
        storage.Respond = async context =>
        {
            await turns.WaitAsync(context.RequestAborted);
            try
            {
                await Task.Delay(storageMilliseconds, context.RequestAborted);
                await storage.ForwardAsync(context);
            }
            finally
            {
                turns.Release();
            }
        };
        using var api = Start(
            "Fitness.Api.dll",
            port,
            Directory.CreateDirectory(Path.Combine(folder, "api")).FullName,
            $"--{SettingNames.Endpoint}={storage.Address}",
            $"--{SettingNames.UserRequests}=1000000000",
            "--Logging:LogLevel:Default=Error"
        );
        _ = api.StandardOutput.ReadToEndAsync();
        await WaitForServiceAsync(port);

        Console.WriteLine($"storage: {StorageParallelism} calls at a time, each {storageMilliseconds} ms or a little more");
        var rates = new List<(int Callers, Load Load)>();
        foreach (var callers in new[] { 1, 2, 4, 8, 12, 16, 24, 32, 48, 64 })
            rates.Add((callers, Print(callers, await LoadAsync(port, callers))));
        var best = rates.Max(rate => rate.Load.Rate);
        var knee = rates.First(rate => rate.Load.Rate >= Best * best).Callers;
        var overload = Print(knee * Overload, await LoadAsync(port, knee * Overload));
        var recovery = await RecoverAsync(port, knee, best);
        Console.WriteLine($"knee                       {knee, 6} callers, the first with {Best:P0} of the best rate");
        Console.WriteLine($"with {Overload} times the callers    {overload.Rate / best, 6:F2} of the best rate");
        Console.WriteLine(
            $"after the overload         {recovery.TotalSeconds, 6:F1} s until a tenth of a second brought {Best:P0} of the best rate, and no 503"
        );
        Stop(api);
        Stop(holder);
        Directory.Delete(folder, recursive: true);
    }

    private sealed record Load(double Rate, double Refused, double Failed, double Median, double Last, double LastRefused);

    private static Load Print(int callers, Load load)
    {
        Console.WriteLine(
            $"{callers, 5} callers  {load.Rate, 7:F0} answers/s (half in {load.Median, 5:F0} ms, 99 % in {load.Last, 5:F0} ms)  {load.Refused, 6:F0} 503/s (99 % in {load.LastRefused, 4:F0} ms)  {load.Failed, 4:F0} others/s"
        );
        return load;
    }

    private static async Task<Load> LoadAsync(int port, int callers)
    {
        using var client = CreateClient(port);
        using var end = new CancellationTokenSource();
        var answers = new List<(HttpStatusCode Status, double Milliseconds)>();
        var measured = false;
        var running = Enumerable
            .Range(0, callers)
            .Select(_ =>
                CallAsync(
                    client,
                    (status, duration) =>
                    {
                        if (!Volatile.Read(ref measured))
                            return;
                        lock (answers)
                            answers.Add((status, duration.TotalMilliseconds));
                    },
                    end.Token
                )
            )
            .ToList();
        await Task.Delay(Settling);
        Volatile.Write(ref measured, true);
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(Measuring);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Volatile.Write(ref measured, false);
        await end.CancelAsync();
        await Task.WhenAll(running);
        var good = Sorted(answers, HttpStatusCode.OK);
        var refused = Sorted(answers, HttpStatusCode.ServiceUnavailable);
        return new Load(
            good.Count / seconds,
            refused.Count / seconds,
            (answers.Count - good.Count - refused.Count) / seconds,
            At(good, 0.5),
            At(good, 0.99),
            At(refused, 0.99)
        );
    }

    private static async Task<TimeSpan> RecoverAsync(int port, int callers, double best)
    {
        using var client = CreateClient(port);
        using var end = new CancellationTokenSource();
        var (good, bad) = (0, 0);
        var began = Stopwatch.GetTimestamp();
        var running = Enumerable
            .Range(0, callers)
            .Select(_ =>
                CallAsync(
                    client,
                    (status, duration) => Interlocked.Increment(ref status == HttpStatusCode.OK ? ref good : ref bad),
                    end.Token
                )
            )
            .ToList();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.1));
        do
        {
            Interlocked.Exchange(ref good, 0);
            Interlocked.Exchange(ref bad, 0);
            await timer.WaitForNextTickAsync();
        } while (bad > 0 || good < Best * best * 0.1);
        var recovery = Stopwatch.GetElapsedTime(began);
        await end.CancelAsync();
        await Task.WhenAll(running);
        return recovery;
    }

    private static async Task CallAsync(HttpClient client, Action<HttpStatusCode, TimeSpan> answered, CancellationToken end)
    {
        try
        {
            while (true)
            {
                var began = Stopwatch.GetTimestamp();
                using var response = await client.GetAsync(new Uri(Routes.FirstActivity, UriKind.Relative), end);
                answered(response.StatusCode, Stopwatch.GetElapsedTime(began));
                if (response.Headers.RetryAfter?.Delta is { } wait)
                    await Task.Delay(wait, end);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private static HttpClient CreateClient(int port) =>
        new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };

    private static List<double> Sorted(List<(HttpStatusCode Status, double Milliseconds)> answers, HttpStatusCode status) =>
        [.. answers.Where(answer => answer.Status == status).Select(answer => answer.Milliseconds).Order()];

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)((sorted.Count - 1) * share)];
}
