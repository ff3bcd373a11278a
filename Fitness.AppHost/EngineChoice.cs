namespace Fitness.AppHost;

/// <summary>Which engine answers the DynamoDB protocol in Development.</summary>
internal static class EngineChoice
{
    /// <summary>The engine that was asked for, or the container where there is a container engine; with the reason, for people.</summary>
    /// <exception cref="StartException">A container was asked for, and no container engine runs.</exception>
    public static (EngineKind Kind, string Reason) Choose(AppHostOptions options, Machine machine)
    {
        if (options.Engine == EngineKind.Embedded && options.Image is null) return (EngineKind.Embedded, "--engine embedded was given.");
        var runtime = machine.ContainerRuntime();
        if (runtime is not null)
        {
            return options.Engine switch
            {
                null => (EngineKind.Container, $"{runtime} runs. --engine embedded does without."),
                var asked => (asked.Value, $"--engine {asked.Value.ToString().ToLowerInvariant()} was given."),
            };
        }
        if (options.Image is not null) throw NeedsContainers("--image");
        if (options.Engine is not null) throw NeedsContainers("--engine container");
        return (EngineKind.Embedded, "neither Docker nor Podman runs here.");
    }

    /// <summary>What an option says where no container engine runs.</summary>
    public static StartException NeedsContainers(string option) => new($"{option} was given, but neither Docker nor Podman runs here. Start one, or leave the option out.");
}
