namespace Fitness.AppHost;

/// <summary>The engine that the API brings along, as a resource of its own, so that the dashboard shows, stops and starts it.</summary>
internal static class EmbeddedEngine
{
    /// <summary>Adds it; its data lies in memory, or in the folder where it is to be kept.</summary>
    /// <exception cref="StartException">Its binary is not there.</exception>
    public static IResourceBuilder<ExecutableResource> AddEmbeddedEngine(this IDistributedApplicationBuilder builder, string name, AppHostOptions options, Machine machine, string folder)
    {
        var binary = machine.EngineBinary() ?? throw new StartException("The embedded engine's binary is not there. Install Node.js and build again (linux-x64), or start Docker or Podman.");
        var engine = builder.AddExecutable(name, binary, folder, [.. EngineProgram.Serve]).WithHttpEndpoint(name: FitnessModel.Http);
        return engine.WithArgs(engine.GetEndpoint(FitnessModel.Http).Property(EndpointProperty.TargetPort))
            .WithArgs(options.Persist ? [.. EngineProgram.Persist(folder)] : Array.Empty<string>())
            .WithEngineHealthCheck();
    }
}
