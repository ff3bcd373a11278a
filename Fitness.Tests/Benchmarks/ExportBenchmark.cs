using System.Diagnostics;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Authentication;
using Fitness.Tests.Support;
using static Fitness.Benchmarks.Services;

namespace Fitness.Benchmarks;

/// <summary>Measures the API's resident memory while it exports a tenth of the activities, and then all of them.</summary>
internal static class ExportBenchmark
{
    private const int BatchItems = 25;
    private const int ParallelBatches = 4;
    private static readonly DateTimeOffset First = new(2000, 1, 1, 7, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Sampling = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(int count)
    {
        var port = FreeAddress.Find().Port;
        var folder = Directory.CreateTempSubdirectory("fitness-bench-").FullName;
        using var api = Start("Fitness.Api.dll", port, folder);
        await WaitForServiceAsync(port);
        using var storage = LocalDynamoDB.CreateClient(new Uri(await EngineOfAsync(api)));
        var idle = Megabytes(api);
        await FillAsync(storage, 0, count / 10);
        var (tenthLines, _, tenth) = await ExportAsync(api, port);
        await FillAsync(storage, count / 10, count);
        var (lines, bytes, all) = await ExportAsync(api, port);
        Stop(api);
        Directory.Delete(folder, recursive: true);
        Console.WriteLine($"idle                       {idle, 5:F0} MB resident");
        Console.WriteLine($"exporting {tenthLines, 7} items    {tenth, 5:F0} MB at the most");
        Console.WriteLine($"exporting {lines, 7} items    {all, 5:F0} MB at the most, of {bytes / 1e6:F0} MB sent");
        Console.WriteLine($"ratio of the two exports   {all / tenth, 5:F2}");
    }

    private static Task FillAsync(AmazonDynamoDBClient storage, int from, int to) =>
        Parallel.ForEachAsync(
            Enumerable.Range(from, to - from).Chunk(BatchItems),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelBatches },
            async (batch, cancellation) =>
                await storage.BatchWriteItemAsync(
                    new BatchWriteItemRequest
                    {
                        RequestItems = new()
                        {
                            ["fitness-activities"] = [.. batch.Select(number => new WriteRequest(new PutRequest(Item(number))))],
                        },
                    },
                    cancellation
                )
        );

    private static Dictionary<string, AttributeValue> Item(int number)
    {
        var start = First.AddHours(number);
        var input = new ActivityInput
        {
            Sport = Sport.Running,
            Name = "Morning run",
            Start = start,
            ElapsedSeconds = 1860,
            MovingSeconds = 1800,
            DistanceMeters = 5012.5m,
            AverageHeartRate = 148,
            Notes = "Rain until the bridge, then sun.",
        };
        return ActivityItem.ToItem(
            DemoUser.Id,
            new Api.Features.Activities.Activity(input)
            {
                Id = $"export-{number}",
                CreatedAt = start,
                UpdatedAt = start,
                Version = 1,
            },
            1_000_000 + number
        );
    }

    private static async Task<(int Lines, long Bytes, double Peak)> ExportAsync(Process api, int port)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        await using var stream = await client.GetStreamAsync($"http://127.0.0.1:{port}/v1/me/export");
        using var done = new CancellationTokenSource();
        var peak = SampleAsync(api, done.Token);
        var (lines, bytes) = (0, 0L);
        var buffer = new byte[64 * 1024];
        for (var read = await stream.ReadAsync(buffer); read > 0; read = await stream.ReadAsync(buffer))
        {
            bytes += read;
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }
        await done.CancelAsync();
        return (lines, bytes, await peak);
    }

    private static async Task<double> SampleAsync(Process api, CancellationToken done)
    {
        var peak = 0.0;
        using var timer = new PeriodicTimer(Sampling);
        while (!done.IsCancellationRequested)
        {
            peak = Math.Max(peak, Megabytes(api));
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
        return peak;
    }

    private static double Megabytes(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / 1e6;
    }
}
