namespace Fitness.AppHost;

/// <summary>DynamoDB Local in a container, as a resource.</summary>
internal static class DynamoDBLocalResource
{
    private const string Storage = "/storage";

    /// <summary>Adds it, with one set of tables for all callers; in memory unless its data is persisted.</summary>
    public static IResourceBuilder<ContainerResource> AddDynamoDBLocal(this IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        var engine = builder
            .AddContainer(FitnessModel.Engine, options.EngineImage)
            .WithHttpEndpoint(targetPort: DynamoDBLocal.Port, name: FitnessModel.Http)
            .WithArgs([.. DynamoDBLocal.Arguments])
            .WithEngineHealthCheck();
        return options.Persist
            // A volume, because DynamoDB Local's own user cannot write to the checkout; and root, by its UID, because that user cannot write to a new volume.
            ? engine
                .WithArgs("-dbPath", Storage)
                .WithVolume(VolumeNameGenerator.Generate(engine, "data"), Storage)
                .WithContainerRuntimeArgs("--user", "0")
            : engine.WithArgs(DynamoDBLocal.InMemory);
    }
}
