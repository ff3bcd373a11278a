namespace Fitness.AppHost;

/// <summary>DynamoDB Local in a container.</summary>
internal static class DynamoDBLocal
{
    /// <summary>The pinned public image; <c>--engine-image</c> names another, such as a mirror's.</summary>
    public const string Image = "public.ecr.aws/aws-dynamodb-local/aws-dynamodb-local:3.3.1";

    private const int Port = 8000;
    private const string Storage = "/storage";

    /// <summary>Adds it, with one set of tables for all callers; in memory unless its data is to be kept.</summary>
    public static IResourceBuilder<ContainerResource> AddDynamoDBLocal(this IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        var engine = builder.AddContainer(FitnessModel.Engine, options.EngineImage)
            .WithHttpEndpoint(targetPort: Port, name: FitnessModel.Http)
            // Without -sharedDb each pair of key and region has tables of its own.
            .WithArgs("-Djava.library.path=./DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar", "-sharedDb", "-disableTelemetry")
            .WithEngineHealthCheck();
        return options.Persist
            // A volume, because DynamoDB Local's own user may not write a folder of the checkout; and root, by its number, because it may not write a new volume.
            ? engine.WithArgs("-dbPath", Storage).WithVolume(VolumeNameGenerator.Generate(engine, "data"), Storage).WithContainerRuntimeArgs("--user", "0")
            : engine.WithArgs("-inMemory");
    }
}
