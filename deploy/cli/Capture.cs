using System.Text;
using System.Threading.Channels;
using Fitness.Parity.Local;

namespace Fitness.Cli;

/// <summary>
/// Lets the captured build itself write the data part, in a container beside: from the same image, with the same settings and the same way to
/// the storage. What it needs of the container is copied.
/// </summary>
/// <param name="shell">Runs programs.</param>
/// <param name="engine">Docker.</param>
/// <param name="captured">The container.</param>
internal sealed class Capture(Shell shell, DockerEngine engine, CapturedContainer captured)
{
    // A user's whole table takes seconds, and Docker may have lost its engine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private const int LogLines = 20_000;

    /// <summary>Makes the data part, as a ZIP archive.</summary>
    /// <param name="options">The options of the program's command.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="CommandException">It cannot be made; the message says why.</exception>
    public async Task<byte[]> MakeAsync(IReadOnlyList<Argument> options, CancellationToken cancellation)
    {
        var beside = await CreateAsync(options, cancellation);
        try
        {
            await CopyRecordsAsync(beside, cancellation);
            if (!captured.IsRunning && captured.HasEngine)
                await engine.CopyAsync(captured.ContainerId, beside, captured.Data, cancellation);
            return await RunAsync(beside, cancellation);
        }
        finally
        {
            await engine.RemoveAsync(beside);
        }
    }

    private async Task<string> CreateAsync(IReadOnlyList<Argument> options, CancellationToken cancellation)
    {
        var variables = captured.OwnVariables;
        if (captured is { IsRunning: true, HasEngine: true })
            variables[SettingNames.Endpoint] = await captured.EngineAddressAsync(cancellation);
        var network =
            captured.IsRunning ? $"container:{captured.ContainerId}"
            : captured.HasEngine ? "none"
            : captured.Network;
        return await engine.CreateAsync(
            variables,
            cancellation,
            [
                "--interactive",
                // The engine would keep what it writes.
                "--log-driver",
                "none",
                "--no-healthcheck",
                .. network is null ? Array.Empty<Argument>() : ["--network", network],
                .. captured.IsRunning ? Array.Empty<Argument>() : captured.HostOptions,
                .. captured.MountOptions,
                .. captured.UserOptions,
                captured.ImageId,
                ApiProgram.CaptureCommand,
                ApiOptions.Logs,
                .. captured.IsRunning ? [ApiOptions.Live] : Array.Empty<Argument>(),
                .. options,
                .. captured.Settings.Count > 0 ? [ApiOptions.ServiceSettings] : Array.Empty<Argument>(),
                .. captured.Settings.Select(setting => (Argument)setting),
            ]
        );
    }

    private Task CopyRecordsAsync(string beside, CancellationToken cancellation) =>
        engine.CopyAsync(captured.ContainerId, beside, captured.Recording, cancellation);

    private async Task<byte[]> RunAsync(string beside, CancellationToken cancellation)
    {
        var asked = Channel.CreateUnbounded<string>();
        var messages = new List<string>();
        using var file = new MemoryStream();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Patience);
        int exitCode;
        try
        {
            exitCode = await shell.TalkAsync(
                new Invocation(Programs.Docker, "start", "--attach", "--interactive", beside),
                WriteAsync,
                file,
                Hear,
                late.Token
            );
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandException($"Its build has not ended within {Patience.TotalMinutes:0} minutes.");
        }
        if (exitCode != 0 || file.Length == 0)
            throw new CommandException(
                messages.Count > 0 ? messages[^1] : $"Its build ended with exit code {exitCode} and has written nothing."
            );
        return file.ToArray();

        void Hear(string line)
        {
            if (line is ApiProgram.CopyRecords or ApiProgram.DescribeContainer)
            {
                asked.Writer.TryWrite(line);
                return;
            }
            messages.Add(line);
            if (!line.StartsWith(ApiProgram.NothingCaptured, StringComparison.Ordinal))
                Console.Error.WriteLine(line);
        }

        async Task WriteAsync(Stream input, CancellationToken stop)
        {
            await using var writer = new StreamWriter(input, new UTF8Encoding(false), leaveOpen: true);
            while (await asked.Reader.ReadAsync(stop) == ApiProgram.CopyRecords)
            {
                await CopyRecordsAsync(beside, stop);
                await writer.WriteLineAsync();
                await writer.FlushAsync(stop);
            }
            await writer.WriteLineAsync((await captured.DescribeAsync(stop)).ToJsonString());
            foreach (var line in await captured.LogAsync(LogLines, shell, stop))
                await writer.WriteLineAsync(line);
        }
    }
}
