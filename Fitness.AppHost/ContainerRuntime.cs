using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fitness.AppHost;

/// <summary>Docker or Podman, as Aspire's orchestrator sees it: what the orchestrator refuses to work with, nothing here tries either.</summary>
/// <param name="Name">The command line's name, such as <c>docker</c>.</param>
/// <param name="Problem">Why the orchestrator cannot work with it; null where it can.</param>
internal sealed record ContainerRuntime(string Name, string? Problem)
{
    private const string Orchestrator = "dcpclipath";
    // As long as Aspire itself waits.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(25);

    /// <summary>Asks the orchestrator, in the words in which Aspire itself does.</summary>
    /// <param name="configured">The runtime that Aspire is told to use; null for the one that it finds.</param>
    public static ContainerRuntime Find(string? configured)
    {
        var name = configured ?? "docker";
        try
        {
            using var process = Start(Metadata(Orchestrator), ["info", .. configured is null ? Array.Empty<string>() : ["--container-runtime", configured]]);
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Timeout))
            {
                process.Kill(entireProcessTree: true);
                return new ContainerRuntime(name, $"{name} does not answer within {Timeout.TotalSeconds} seconds.");
            }
            return process.ExitCode == 0 ? Read(name, output.Result) : new ContainerRuntime(name, ToSentence(error.Result));
        }
        catch (Exception exception) when (exception is Win32Exception or JsonException)
        {
            return new ContainerRuntime(name, ToSentence($"Aspire's orchestrator does not say whether {name} runs: {exception.Message}"));
        }
    }

    /// <summary>Whether the engine has the image, so that nothing need be pulled.</summary>
    public bool HasImage(string image)
    {
        using var process = Start(Name, ["image", "inspect", "--format", "{{.Id}}", image]);
        _ = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (process.WaitForExit(Timeout)) return process.ExitCode == 0;
        process.Kill();
        return false;
    }

    /// <summary>Pulls the image, however long that takes while the engine goes on with it.</summary>
    /// <param name="image">Its name.</param>
    /// <param name="progress">Gets each line that the engine says of it.</param>
    /// <param name="cancellation">Ends the pull.</param>
    /// <returns>The engine's reason why it cannot be had; null when it is there.</returns>
    public async Task<string?> PullAsync(string image, Action<string> progress, CancellationToken cancellation)
    {
        using var process = Start(Name, ["pull", image]);
        try
        {
            // Docker reports to the one, Podman to the other; the reason of a refusal is the last line of the errors.
            var last = "";
            await Task.WhenAll(ReportAsync(process.StandardOutput, _ => { }), ReportAsync(process.StandardError, line => last = line));
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? null : ToSentence(last);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        async Task ReportAsync(StreamReader stream, Action<string> keep)
        {
            while (await stream.ReadLineAsync(cancellation) is { } line)
            {
                if (string.IsNullOrWhiteSpace(line)) continue;
                keep(line);
                progress(line);
            }
        }
    }

    /// <summary>The text in one line that ends like a sentence.</summary>
    public static string ToSentence(string text) => $"{string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.')}.";

    private static ContainerRuntime Read(string name, string json)
    {
        var found = JsonSerializer.Deserialize<OrchestratorInfo>(json)?.Containers ?? throw new JsonException("It says nothing of containers.");
        if (found.Running) return new ContainerRuntime(found.Runtime ?? name, null);
        return new ContainerRuntime(found.Runtime ?? name, found.Installed ? ToSentence(found.Error ?? "It does not run.") : "it is not installed.");
    }

    private static string Metadata(string key) =>
        typeof(ContainerRuntime).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;

    private static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private sealed record OrchestratorInfo([property: JsonPropertyName("containers")] OrchestratorContainers? Containers);

    private sealed record OrchestratorContainers(
        [property: JsonPropertyName("runtime")] string? Runtime,
        [property: JsonPropertyName("installed")] bool Installed,
        [property: JsonPropertyName("running")] bool Running,
        [property: JsonPropertyName("error")] string? Error);
}
