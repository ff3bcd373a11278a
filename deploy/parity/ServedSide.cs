using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Fitness.Parity.Local;

namespace Fitness.Parity;

/// <summary>A side that can be called: a running service, or one started for the probe with its data in memory.</summary>
internal sealed partial class ServedSide : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly Dictionary<string, string> InMemory = new(StringComparer.Ordinal)
    {
        [SettingNames.Variable(SettingNames.EngineInMemory)] = "true",
        [SettingNames.Variable(SettingNames.SamplesEnabled)] = "false",
    };
    private readonly CancellationTokenSource stop = new();
    private Task? service;
    private string? container;
    private DirectoryInfo? folder;

    private readonly SideReader reader;
    private readonly Shell shell;

    private readonly DockerEngine engine;

    private ServedSide(SideReader reader, Shell shell) => (this.reader, this.shell, engine) = (reader, shell, new DockerEngine(shell));

    /// <summary>The address of the service.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Whether the side can be called: a saved description cannot.</summary>
    public static bool Serves(string name) => !File.Exists(name);

    /// <summary>Finds or starts the service.</summary>
    /// <exception cref="CommandException">It does not start.</exception>
    public static async Task<ServedSide> StartAsync(string name, SideReader reader, Shell shell, CancellationToken cancellation)
    {
        var side = new ServedSide(reader, shell);
        try
        {
            if (SideName.IsAddress(name))
                side.Address = SideName.AddressOf(name);
            else if (name == SideName.OfCheckout)
                await side.StartProgramAsync(cancellation);
            else
                await side.StartImageAsync((await reader.ResolveAsync(name, cancellation)).Image, cancellation);
            return side;
        }
        catch
        {
            await side.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (service is not null)
            await service.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        if (container is not null)
            await engine.RemoveAsync(container);
        if (folder is { Exists: true })
            folder.Delete(recursive: true);
    }

    private async Task StartProgramAsync(CancellationToken cancellation)
    {
        var program = await reader.BuildAsync(cancellation);
        folder = Directory.CreateTempSubdirectory("fitness-parity-");
        var environment = SideReader.OwnEnvironment();
        foreach (var (name, value) in InMemory)
            environment[name] = value;
        environment[SettingNames.Variable(SettingNames.EngineDataPath)] = folder.FullName;
        environment[SettingNames.Addresses] = "http://127.0.0.1:0";
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var error = new StringBuilder();
        service = shell.ServeAsync(
            new Invocation(Programs.Dotnet, program),
            environment,
            line =>
            {
                if (Listening().Match(line) is { Success: true } match)
                    listening.TrySetResult(new Uri(match.Groups[1].Value));
            },
            error,
            stop.Token
        );
        await Task.WhenAny(listening.Task, service).WaitAsync(Timeout, cancellation);
        Address = listening.Task.IsCompleted
            ? await listening.Task
            : throw new CommandException($"The checkout's service does not start: {error.ToString().Trim()}");
    }

    private async Task StartImageAsync(string image, CancellationToken cancellation)
    {
        Argument[] settings = [.. InMemory.SelectMany(setting => new Argument[] { "--env", $"{setting.Key}={setting.Value}" })];
        container = await engine.RunAsync(
            cancellation,
            ["run", "--detach", "--publish", $"127.0.0.1::{Ports.Container}", .. settings, image]
        );
        Address = new Uri($"http://{(await engine.RunAsync(cancellation, "port", container, $"{Ports.Container}/tcp")).Split('\n')[0]}");
        using var client = new HttpClient { BaseAddress = Address, Timeout = Timeout };
        for (var begin = Stopwatch.GetTimestamp(); ; await Task.Delay(Poll, cancellation))
        {
            try
            {
                using var response = await client.GetAsync(Routes.Health, cancellation);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not ready yet.
            }
            if (Stopwatch.GetElapsedTime(begin) > Timeout)
                throw new CommandException($"{image} does not become healthy: {await engine.RunAsync(cancellation, "logs", container)}");
        }
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:\d+)", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex Listening();
}
