namespace Fitness.AppHost;

/// <summary>Which engine answers the DynamoDB protocol in Development.</summary>
/// <param name="Kind">The engine.</param>
/// <param name="Reason">Why this one, for people.</param>
/// <param name="IsCertain">False where the container is only tried: its image has to be pulled, and nobody insists on it.</param>
internal sealed record EngineChoice(EngineKind Kind, string Reason, bool IsCertain = true)
{
    /// <summary>The engine that was asked for, or the container where a container engine runs.</summary>
    /// <exception cref="StartException">A container was asked for, and no container engine runs.</exception>
    public static EngineChoice Of(AppHostOptions options, Machine machine)
    {
        if (options.Engine == EngineKind.Embedded) return new EngineChoice(EngineKind.Embedded, "--engine embedded was given.");
        if (options.Engine == EngineKind.Container)
        {
            RequireContainers("--engine container", machine);
            return new EngineChoice(EngineKind.Container, "--engine container was given.");
        }
        var runtime = machine.Containers();
        return runtime.Problem is null
            ? new EngineChoice(EngineKind.Container, $"{runtime.Name} runs. --engine embedded does without.", machine.HasImage(options.EngineImage))
            : new EngineChoice(EngineKind.Embedded, $"Aspire cannot use {runtime.Name}: {runtime.Problem}");
    }

    /// <summary>Refuses an option that wants a container engine where none can be used.</summary>
    /// <exception cref="StartException">Aspire cannot use a container engine, with its reason.</exception>
    public static void RequireContainers(string option, Machine machine)
    {
        var runtime = machine.Containers();
        if (runtime.Problem is null) return;
        throw new StartException($"{option} was given, but Aspire cannot use {runtime.Name}: {runtime.Problem} Start Docker or Podman in a version that it takes, or leave the option out.");
    }
}
