using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Fitness.Tests.Support;
using static Fitness.Benchmarks.Services;

namespace Fitness.Benchmarks;

/// <summary>
/// What imports at their bound cost everyone else: the 99th percentile of a read's time against that of a read with nothing else going on, and the API's
/// resident memory. Then the processor time of files that are made to cost the most, against a recorded one of the same size.
/// </summary>
internal static class ImportBenchmark
{
    private const int Bytes = 20_000_000;
    private const int Reads = 1000;
    private const int Bound = 16;
    private const string Begin = "<gpx xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><trkseg>";
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 6, 30, 0, TimeSpan.Zero);

    public static async Task RunAsync(int rounds)
    {
        var port = FreeAddress.Find().Port;
        var folder = Directory.CreateTempSubdirectory("fitness-bench-").FullName;
        using var api = Services.Start(
            "Fitness.Api.dll",
            port,
            folder,
            $"--Import:PerUser={Bound}",
            "--RateLimits:User:Requests=1000000000"
        );
        api.BeginOutputReadLine();
        await WaitForServiceAsync(port);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Timeout.InfiniteTimeSpan };
        var recorded = Recorded();
        await ReadAsync(client);
        await ImportAsync(client, recorded);

        var (idles, loads, ratios) = (new List<double>(), new List<double>(), new List<double>());
        var before = Megabytes(api);
        var peak = before;
        for (var round = 0; round < rounds; round++)
        {
            var idle = await ReadAsync(client);
            using var done = new CancellationTokenSource();
            var imports = Enumerable.Range(0, Bound).Select(_ => ImportUntilAsync(client, recorded, done.Token)).ToList();
            var load = await ReadAsync(client);
            peak = Math.Max(peak, Megabytes(api));
            await done.CancelAsync();
            await Task.WhenAll(imports);
            idles.Add(idle);
            loads.Add(load);
            ratios.Add(load / idle);
        }
        Console.WriteLine($"p99 of a read, nothing else     {StartBenchmark.Median(idles), 7:F2} ms");
        Console.WriteLine($"p99 of a read, {Bound} imports      {StartBenchmark.Median(loads), 7:F2} ms");
        Console.WriteLine(
            $"ratio                           {StartBenchmark.Median(ratios), 7:F2}   (median of {rounds}: {string.Join(", ", ratios.Select(ratio => ratio.ToString("F2", CultureInfo.InvariantCulture)))})"
        );

        Console.WriteLine($"resident, before and at most    {before, 7:F0} MB, {peak:F0} MB: {Bound} recorded files of 20 MB at once");
        foreach (
            var (name, file) in new List<(string, byte[])>
            {
                ("recorded", recorded),
                ("opposite points", Opposite()),
                ("one attribute", OneAttribute()),
                ("texts in texts", Deep()),
                ("as many names as allowed", Names()),
            }.Concat(FitImports.All(Bytes))
        )
        {
            var cpu = api.TotalProcessorTime;
            var status = await ImportAsync(client, file);
            api.Refresh();
            cpu = api.TotalProcessorTime - cpu;
            var most = await PeakAsync(api, Task.WhenAll(Enumerable.Range(0, Bound).Select(_ => ImportAsync(client, file))));
            Console.WriteLine(
                $"{name, -26} {(int)status} {cpu.TotalMilliseconds, 7:F0} ms of processor time; {Bound} at once {most, 5:F0} MB resident at most"
            );
        }
        await Task.Delay(TimeSpan.FromSeconds(5));
        Console.WriteLine($"resident five seconds later     {Megabytes(api), 7:F0} MB");
        Stop(api);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<double> ReadAsync(HttpClient client)
    {
        var times = new List<double>();
        for (var read = 0; read < Reads; read++)
        {
            var begin = Stopwatch.GetTimestamp();
            await client.GetByteArrayAsync($"{Routes.Activities}/1");
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        return times.Order().ElementAt(Reads * 99 / 100);
    }

    private static async Task ImportUntilAsync(HttpClient client, byte[] file, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
            await ImportAsync(client, file);
    }

    private static async Task<HttpStatusCode> ImportAsync(HttpClient client, byte[] file)
    {
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/xml") } };
        try
        {
            using var response = await client.PostAsync($"{Routes.ActivityImport}?duplicates=store", content);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            // The file was refused while it was being sent.
            return HttpStatusCode.UnprocessableEntity;
        }
    }

    private static async Task<double> PeakAsync(Process process, Task work)
    {
        var peak = 0.0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!work.IsCompleted)
        {
            peak = Math.Max(peak, Megabytes(process));
            await timer.WaitForNextTickAsync();
        }
        await work;
        return peak;
    }

    private static byte[] Recorded() =>
        Fill(Begin, second =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"<trkpt lat=\"{52.5 + (second * 1e-6):F7}\" lon=\"{13.3 + (second * 1e-6):F7}\"><ele>{30 + (second % 7)}.2</ele><time>{Start.AddSeconds(second):yyyy-MM-ddTHH:mm:ssZ}</time><extensions><TrackPointExtension><hr>{120 + (second % 40)}</hr></TrackPointExtension></extensions></trkpt>"
            )
        );

    private static byte[] Opposite() => Fill(Begin, _ => "<trkpt lat=\"0.3\" lon=\"0\"/><trkpt lat=\"-0.25\" lon=\"179.7\"/>");

    private static byte[] OneAttribute() => Fill($"{Begin}<a b=\"", _ => "xxxxxxxxxxxxxxxx");

    private static byte[] Deep()
    {
        var text = new string('x', 32_000);
        return Fill("<gpx xmlns=\"http://www.topografix.com/GPX/1/1\">", number =>
            $"<a>{text}{(number % 28 == 27 ? string.Concat(Enumerable.Repeat("</a>", 28)) : "")}"
        );
    }

    private static byte[] Names()
    {
        var suffix = new string('a', 500);
        return Fill(Begin, number => $"<n{number % 900}{suffix}/>");
    }

    private static byte[] Fill(string begin, Func<int, string> piece)
    {
        var file = new StringBuilder(begin, Bytes);
        for (var number = 0; file.Length < Bytes; number++)
            file.Append(piece(number));
        file.Append(begin.Contains("trkseg", StringComparison.Ordinal) ? "</trkseg></trk></gpx>" : "");
        return Encoding.UTF8.GetBytes(file.ToString());
    }

    private static double Megabytes(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / 1e6;
    }
}
