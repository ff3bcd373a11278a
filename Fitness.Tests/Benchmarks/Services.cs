using System.Diagnostics;

namespace Fitness.Benchmarks;

/// <summary>Runs services as separate processes.</summary>
internal static class Services
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static Process Start(string assembly, int port, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        start.Environment[SettingNames.Environment] = EnvironmentNames.Development;
        start.Environment[SettingNames.Addresses] = $"http://127.0.0.1:{port}";
        start.Environment[SettingNames.Variable(SettingNames.EngineDataPath)] = folder;
        return Process.Start(start)!;
    }

    public static void Stop(Process process)
    {
        Api.Storage.Engine.ProcessSignals.Terminate(process);
        process.WaitForExit();
    }

    public static async Task WaitForServiceAsync(int port)
    {
        using var client = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < Timeout; )
        {
            try
            {
                using var response = await client.GetAsync($"http://127.0.0.1:{port}{Routes.FirstActivity}");
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await timer.WaitForNextTickAsync();
        }
        throw new TimeoutException($"Port {port} did not answer within {Timeout.TotalSeconds} s.");
    }

    public static async Task<string> EngineOfAsync(Process holder)
    {
        const string marker = "answers at ";
        while (await holder.StandardOutput.ReadLineAsync() is { } line)
        {
            var at = line.IndexOf(marker, StringComparison.Ordinal);
            if (at < 0)
                continue;
            _ = holder.StandardOutput.ReadToEndAsync();
            return line[(at + marker.Length)..line.IndexOf(';', at)];
        }
        throw new InvalidOperationException("The API did not say where its engine answers.");
    }
}
