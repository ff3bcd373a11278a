namespace Fitness.AppHost;

/// <summary>The engine that ships with the API, as a separate resource, so that the dashboard can show, stop and start it.</summary>
internal static class EmbeddedEngineResource
{
    /// <summary>Adds it. Its data is in memory or, if it is persisted, in the folder.</summary>
    /// <exception cref="StartException">Its binary is missing.</exception>
    public static IResourceBuilder<ExecutableResource> AddEmbeddedEngine(
        this IDistributedApplicationBuilder builder,
        string name,
        AppHostOptions options,
        Machine machine,
        string folder
    )
    {
        var binary = machine.EngineBinary()
            ?? throw new StartException($"The embedded engine's binary is not there. {EngineProgram.Remedy}, or start Docker or Podman.");
        var engine = builder.AddExecutable(name, binary, folder, [.. EngineProgram.Serve]).WithHttpEndpoint(name: FitnessModel.Http);
        return engine
            .WithArgs(engine.GetEndpoint(FitnessModel.Http).Property(EndpointProperty.TargetPort))
            .WithArgs(options.Persist ? [.. EngineProgram.Persist(folder)] : Array.Empty<string>())
            .WithEngineHealthCheck();
    }
}
