using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CliWrap;
using CliWrap.Buffered;

namespace Fitness.AppHost;

/// <summary>Docker or Podman, as Aspire's orchestrator sees it. A runtime that the orchestrator rejects is not tried here either.</summary>
/// <param name="Name">The name of its command, such as <c>docker</c>.</param>
/// <param name="Problem">Why the orchestrator cannot work with it; null if it can.</param>
internal sealed record ContainerRuntime(string Name, string? Problem)
{
    private const string Orchestrator = "dcpclipath";

    // The same timeout as Aspire's own.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(25);

    /// <summary>Asks the orchestrator with the same command as Aspire itself.</summary>
    /// <param name="configured">The runtime that Aspire is configured to use; null for the one that it detects.</param>
    public static async Task<ContainerRuntime> FindAsync(string? configured)
    {
        var name = configured ?? "docker";
        using var late = new CancellationTokenSource(Timeout);
        try
        {
            var result = await Program(
                    Metadata(Orchestrator),
                    ["info", .. configured is null ? Array.Empty<string>() : ["--container-runtime", configured]]
                )
                .ExecuteBufferedAsync(late.Token);
            return result.IsSuccess ? Read(name, result.StandardOutput) : new ContainerRuntime(name, ToSentence(result.StandardError));
        }
        catch (OperationCanceledException)
        {
            return new ContainerRuntime(name, $"{name} does not answer within {Timeout.TotalSeconds} seconds.");
        }
        catch (Exception exception) when (exception is Win32Exception or JsonException)
        {
            return new ContainerRuntime(
                name,
                ToSentence($"Aspire's orchestrator does not say whether {name} runs: {exception.GetBaseException().Message}")
            );
        }
    }

    /// <summary>Whether the runtime has the image, so that no pull is needed.</summary>
    public async Task<bool> HasImageAsync(string image)
    {
        using var late = new CancellationTokenSource(Timeout);
        try
        {
            return (await Program(Name, ["image", "inspect", "--format", "{{.Id}}", image]).ExecuteBufferedAsync(late.Token)).IsSuccess;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Pulls the image, and waits for as long as the pull runs.</summary>
    /// <param name="image">Its name.</param>
    /// <param name="progress">Receives each line of the pull's output.</param>
    /// <param name="cancellation">Cancels the pull.</param>
    /// <returns>The runtime's reason for a failure; null if the image was pulled.</returns>
    public async Task<string?> PullAsync(string image, Action<string> progress, CancellationToken cancellation)
    {
        // Docker reports progress on one stream, Podman on the other; the last line on standard error has the reason for a failure.
        var last = "";
        var result = await (Program(Name, ["pull", image]) | (Report(_ => { }), Report(line => last = line))).ExecuteAsync(cancellation);
        return result.IsSuccess ? null : ToSentence(last);

        Action<string> Report(Action<string> keep) =>
            line =>
            {
                if (string.IsNullOrWhiteSpace(line))
                    return;
                keep(line);
                progress(line);
            };
    }

    /// <summary>The text as one line that ends with a full stop.</summary>
    public static string ToSentence(string text) =>
        $"{string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.')}.";

    private static ContainerRuntime Read(string name, string json)
    {
        var found = JsonSerializer.Deserialize<OrchestratorInfo>(json)?.Containers
            ?? throw new JsonException("It says nothing of containers.");
        if (found.Running)
            return new ContainerRuntime(found.Runtime ?? name, null);
        return new ContainerRuntime(
            found.Runtime ?? name,
            found.Installed ? ToSentence(found.Error ?? "It does not run.") : "it is not installed."
        );
    }

    private static string Metadata(string key) =>
        typeof(ContainerRuntime).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;

    private static Command Program(string program, IEnumerable<string> arguments) =>
        new Command(program).WithArguments(arguments).WithValidation(CommandResultValidation.None);

    private sealed record OrchestratorInfo([property: JsonPropertyName("containers")] OrchestratorContainers? Containers);

    private sealed record OrchestratorContainers(
        [property: JsonPropertyName("runtime")] string? Runtime,
        [property: JsonPropertyName("installed")] bool Installed,
        [property: JsonPropertyName("running")] bool Running,
        [property: JsonPropertyName("error")] string? Error
    );
}
