using System.Diagnostics;

namespace Fitness.Benchmarks;

/// <summary>Runs services as separate processes.</summary>
internal static class Services
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Starts a program that was built with this one.</summary>
    /// <param name="assembly">The path of its assembly, from this program's folder on.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="folder">Its working directory, and its data.</param>
    /// <param name="arguments">Its arguments.</param>
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

    /// <summary>The folder of a project's program that was built with this one, in the same configuration.</summary>
    public static string FolderOf(string project) =>
        Path.Combine(AppContext.BaseDirectory, "..", "..", project, new DirectoryInfo(AppContext.BaseDirectory).Name);

    public static void Stop(Process process)
    {
        Api.Storage.Engine.ProcessSignals.Terminate(process);
        process.WaitForExit();
    }

    public static async Task WaitForServiceAsync(int port, string path = Routes.FirstActivity)
    {
        using var client = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < Timeout; )
        {
            try
            {
                using var response = await client.GetAsync($"http://127.0.0.1:{port}{path}");
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
