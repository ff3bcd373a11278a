using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Fitness.Api.Storage.Engine;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Fitness.Tests.Engine;

/// <summary>The embedded engine of an API process: what survives a stop or a kill.</summary>
public sealed class EngineTests
{
    [Fact]
    public async Task The_engine_stops_with_the_service_and_its_data_is_there_at_the_next_start()
    {
        Platform.RequireSignals();
        var folder = Folders.Create();
        int engineId;
        await using (var first = await StartAsync(folder))
        {
            using var put = await first.Client.PutAsync("kept", Http.Run);
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
            using var engine = first.Engine();
            engineId = engine.Id;
            Assert.Equal(0, await first.StopAsync());
        }
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(engineId));
        await using var second = await StartAsync(folder);
        using var get = await second.Client.GetActivityAsync("kept");
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        Assert.DoesNotContain("lost its service", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_kill_9_of_the_service_under_writes_the_next_start_takes_over_every_acknowledged_write_and_no_orphan_is_left()
    {
        var folder = Folders.Create();
        var acknowledged = new ConcurrentQueue<string>();
        for (var round = 0; round < LongForm.Times(1, inLongForm: 20); round++)
        {
            await using var api = await StartAsync(folder);
            using var engine = api.Engine();
            var writing = WriteUntilItFailsAsync(api.Client, $"r{round}", acknowledged);
            await Eventually.WaitForAsync(() => Task.FromResult(acknowledged.Count >= (round + 1) * 25), () => api.Output);
            await api.KillAsync();
            await writing;

            await using var next = await StartAsync(folder);
            Assert.True(engine.HasExited);
            Assert.Contains("had lost its service", next.Output, StringComparison.Ordinal);
            await AssertStoredAsync(next, acknowledged);
        }
    }

    [Fact]
    public async Task A_killed_engine_is_started_anew_once_with_every_acknowledged_write_and_after_the_second_time_the_service_stops_with_the_reason()
    {
        var folder = Folders.Create();
        await using var api = await StartAsync(folder);
        var acknowledged = new ConcurrentQueue<string>();
        var writing = WriteUntilItFailsAsync(api.Client, "e", acknowledged);
        await Eventually.WaitForAsync(() => Task.FromResult(acknowledged.Count >= 25), () => api.Output);
        using (var engine = api.Engine())
            engine.Kill();
        await writing;
        await Eventually.WaitForAsync(
            async () =>
                await HealthAsync(api) == HttpStatusCode.ServiceUnavailable
                || api.Output.Contains("started anew", StringComparison.Ordinal),
            () => api.Output
        );
        await Eventually.WaitForAsync(async () => await HealthAsync(api) == HttpStatusCode.OK, () => api.Output);
        await AssertStoredAsync(api, acknowledged);
        using (var engine = api.Engine())
            engine.Kill();
        Assert.Equal(1, await api.ExitAsync());
        Assert.Contains("It had been started anew once already. Fitness stops.", api.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_with_what_to_do()
    {
        var folder = Folders.Create();
        await using var first = await StartAsync(folder);
        var (exitCode, output) = await ApiProcess.RunAsync("Development", ("Engine__DataPath", folder));
        Assert.Equal(1, exitCode);
        Assert.Contains($"The data folder {folder} is in use by another Fitness.", output, StringComparison.Ordinal);
        using var health = await first.Client.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task Data_in_memory_leaves_no_file_and_the_service_stops_when_it_is_lost()
    {
        var folder = Folders.Create();
        await using var api = await ApiProcess.StartAsync(("Engine__DataPath", folder), ("Engine__InMemory", "true"));
        Assert.Equal(
            "{\"activity_id\":\"1\",\"user_id\":\"demo\",\"date\":\"2026-08-31\"}\n",
            await api.Client.GetStringAsync("/activity/1", TestContext.Current.CancellationToken)
        );
        Assert.Empty(Directory.EnumerateFiles(folder, "*.db"));
        using (var engine = api.Engine())
            engine.Kill();
        Assert.Equal(1, await api.ExitAsync());
        Assert.Contains("Its data was in memory and is gone. Fitness stops.", api.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder));
    }

    [Fact]
    public async Task A_file_that_is_no_database_stops_the_start_with_the_reason()
    {
        ImageUnderTest.SkipInside("The test puts a file into the data folder");
        ApiProcess.RequireEngine();
        var folder = Folders.Create();
        await File.WriteAllTextAsync(Path.Combine(folder, "fitness.db"), new string('x', 8192), TestContext.Current.CancellationToken);
        // Whether the engine's words or its end arrive first is a matter of chance.
        for (var round = 0; round < LongForm.Times(1, inLongForm: 20); round++)
        {
            var (exitCode, output) = await ApiProcess.RunAsync("Development", ("Engine__DataPath", folder));
            Assert.Equal(1, exitCode);
            Assert.Matches(
                @"Fitness cannot start: The embedded engine ended with exit code 1: error: .*not a valid SQLite database\..* Its data is in .*; deleting that folder starts anew\.",
                output
            );
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_engine_that_ended_at_once_is_no_engine_to_stop()
    {
        var folder = Folders.Create();
        using var engine = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        await engine.WaitForExitAsync(TestContext.Current.CancellationToken);
        using (var lease = EngineLease.Take(new EngineOptions { DataPath = folder }, _ => { }))
            lease.Record(engine);
        using var next = EngineLease.Take(new EngineOptions { DataPath = folder }, id => Assert.Fail($"{id} was stopped."));
    }

    [Fact]
    public async Task An_engine_that_does_not_hear_is_killed_and_whoever_stops_it_at_the_same_time_or_later_is_not_disturbed()
    {
        ImageUnderTest.SkipInside("The test starts an engine in this process");
        Platform.RequireSignals();
        ApiProcess.RequireEngine();
        var log = new CountingLog(LogLevel.Information);
        using var logging = LoggerFactory.Create(logging => logging.AddProvider(log));
        var engine = new EmbeddedEngine(
            Options.Create(new EngineOptions { DataPath = Folders.Create() }),
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            TimeProvider.System,
            logging.CreateLogger<EmbeddedEngine>()
        );
        await engine.StartAsync(TestContext.Current.CancellationToken);
        using var process = ApiProcess.EngineIn(string.Join('\n', log.Lines));
        await HoldAsync(process);
        await Task.WhenAll(engine.DisposeAsync().AsTask(), engine.StopAsync(CancellationToken.None));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await engine.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_proxy_in_the_environment_is_not_asked_for_the_engine()
    {
        await using var api = await ApiProcess.StartAsync(("Engine__InMemory", "true"), ("HTTP_PROXY", "http://127.0.0.1:1"));
        using var activity = await api.Client.GetAsync("/activity/1", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, activity.StatusCode);
    }

    [Fact]
    public async Task An_orphan_that_does_not_hear_is_killed_and_a_start_that_waits_for_it_goes_on()
    {
        Platform.RequireSignals();
        var folder = Folders.Create();
        await using var first = await StartAsync(folder);
        using var orphan = first.Engine();
        await HoldAsync(orphan);
        await first.KillAsync();
        await using var next = await StartAsync(folder);
        Assert.True(orphan.HasExited);
        using var health = await next.Client.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    /// <summary>Starts look at each other's leases.</summary>
    [Fact]
    public async Task Starts_at_the_same_time_in_one_folder_do_not_disturb_each_other()
    {
        const int inMemory = 9;
        for (var round = 0; round < LongForm.Times(30, inLongForm: 600); round++)
        {
            var folder = Folders.Create();
            using var barrier = new Barrier(inMemory + 1);
            var leases = await Task.WhenAll(
                Enumerable
                    .Range(0, inMemory + 1)
                    .Select(number =>
                        Task.Factory.StartNew(
                            () =>
                            {
                                barrier.SignalAndWait();
                                return EngineLease.Take(new EngineOptions { DataPath = folder, InMemory = number > 0 }, _ => { });
                            },
                            TestContext.Current.CancellationToken,
                            TaskCreationOptions.LongRunning,
                            TaskScheduler.Default
                        )
                    )
            );
            Assert.Equal(inMemory + 1, Directory.EnumerateFiles(folder).Count());
            foreach (var lease in leases)
                lease.Dispose();
        }
    }

    private static async Task HoldAsync(Process process)
    {
        using var held = Process.Start("kill", ["-STOP", $"{process.Id}"]);
        await held.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static Task<ApiProcess> StartAsync(string folder) =>
        ApiProcess.StartAsync(("Engine__DataPath", folder), ("Sample__Enabled", "false"));

    private static async Task<HttpStatusCode> HealthAsync(ApiProcess api)
    {
        using var health = await api.Client.GetAsync("/health", TestContext.Current.CancellationToken);
        return health.StatusCode;
    }

    private static Task AssertStoredAsync(ApiProcess api, ConcurrentQueue<string> ids) =>
        Parallel.ForEachAsync(ids, TestContext.Current.CancellationToken, async (id, _) =>
        {
            using var get = await api.Client.GetActivityAsync(id);
            Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        });

    private static async Task WriteUntilItFailsAsync(HttpClient client, string prefix, ConcurrentQueue<string> acknowledged)
    {
        for (var number = 0; ; number++)
        {
            try
            {
                using var put = await client.PutAsync($"{prefix}-{number}", Http.Run);
                if (put.StatusCode != HttpStatusCode.Created)
                    return;
                acknowledged.Enqueue($"{prefix}-{number}");
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }
}
