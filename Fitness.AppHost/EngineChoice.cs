namespace Fitness.AppHost;

/// <summary>Which engine serves the DynamoDB protocol in Development.</summary>
/// <param name="Kind">The engine.</param>
/// <param name="Reason">Why this one, for the log.</param>
/// <param name="IsCertain">False if the container is only tried: its image must be pulled, and no option requires the container.</param>
internal sealed record EngineChoice(EngineKind Kind, string Reason, bool IsCertain = true)
{
    /// <summary>The requested engine; without a request, the container if a container runtime can be used, otherwise embedded.</summary>
    /// <exception cref="StartException">A container was requested, and no container runtime can be used.</exception>
    public static EngineChoice Of(AppHostOptions options, Machine machine)
    {
        if (options.Engine == EngineKind.Embedded)
            return new EngineChoice(EngineKind.Embedded, "--engine embedded was given.");
        if (options.Engine == EngineKind.Container)
        {
            RequireContainers("--engine container", machine);
            return new EngineChoice(EngineKind.Container, "--engine container was given.");
        }
        var runtime = machine.Containers();
        return runtime.Problem is null
            ? new EngineChoice(
                EngineKind.Container,
                $"{runtime.Name} runs. --engine embedded does without.",
                machine.HasImage(options.EngineImage)
            )
            : new EngineChoice(EngineKind.Embedded, $"Aspire cannot use {runtime.Name}: {runtime.Problem}");
    }

    /// <summary>Rejects an option that needs a container runtime if none can be used.</summary>
    /// <exception cref="StartException">Aspire cannot use a container runtime; the message has its reason.</exception>
    public static void RequireContainers(string option, Machine machine)
    {
        var runtime = machine.Containers();
        if (runtime.Problem is null)
            return;
        throw new StartException(
            $"{option} was given, but Aspire cannot use {runtime.Name}: {runtime.Problem} Start Docker or Podman in a version that it takes, or leave the option out."
        );
    }
}
