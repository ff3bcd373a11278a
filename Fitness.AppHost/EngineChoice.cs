namespace Fitness.AppHost;

/// <summary>Which engine answers the DynamoDB protocol in Development.</summary>
internal static class EngineChoice
{
    /// <summary>The engine that was asked for, or the container where there is a container engine; with the reason, for people.</summary>
    /// <exception cref="StartException">A container was asked for, and no container engine runs.</exception>
    public static (EngineKind Kind, string Reason) Choose(EngineKind? asked, Machine machine)
    {
        if (asked == EngineKind.Embedded) return (EngineKind.Embedded, "--engine embedded was given.");
        if (machine.ContainerRuntime() is { } runtime) return (EngineKind.Container, asked is null ? $"{runtime} runs. --engine embedded does without." : "--engine container was given.");
        if (asked is not null) throw NeedsContainers("--engine container");
        return (EngineKind.Embedded, "neither Docker nor Podman runs here.");
    }

    /// <summary>What an option says where no container engine runs.</summary>
    public static StartException NeedsContainers(string option) => new($"{option} was given, but neither Docker nor Podman runs here. Start one, or leave the option out.");
}
