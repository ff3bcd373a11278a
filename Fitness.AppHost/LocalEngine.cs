using System.Net;
using Aspire.Hosting.AWS.DynamoDB;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.AppHost;

/// <summary>The API on an engine of this machine. Nothing here knows AWS.</summary>
internal static partial class LocalEngine
{
    /// <summary>The pinned version of DynamoDB Local.</summary>
    public const string DynamoDBLocalTag = "3.3.1";

    private const string DynamoDBLocalStorage = "/storage";

    /// <summary>Sets everything that the contract has for Development, and lets the API wait until the engine answers.</summary>
    public static IResourceBuilder<T> OnLocalEngine<T>(this IResourceBuilder<T> api, AppHostOptions options, Machine machine)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        api.WithEnvironment(SettingNames.Region, LocalDefaults.Region)
            .WithEnvironment(SettingNames.AccessKey, LocalDefaults.Credential)
            .WithEnvironment(SettingNames.SecretKey, LocalDefaults.Credential)
            .WithEnvironment(SettingNames.Variable(SettingNames.Table), LocalDefaults.Table);
        var builder = api.ApplicationBuilder;
        var folder = Directory.CreateDirectory(Path.Combine(builder.AppHostDirectory, "..", "artifacts", "data", "apphost")).FullName;
        // An engine expects to be alone with its data.
        if (options.Persist && !machine.TryLock(Path.Combine(folder, "run.lock"))) throw new StartException("The persisted data is in use by another run of this checkout. Stop that one, or leave --persist out.");
        var (kind, reason) = EngineChoice.Choose(options.Engine, machine);
        if (kind == EngineKind.Container) return api.Say($"DynamoDB Local {DynamoDBLocalTag} in a container: {reason}").WithReference(builder.AddDynamoDBLocal(options));
        if (options.Image is not null) return api.Say($"The embedded engine of the image itself: {reason}");

        var engine = builder.AddEmbeddedEngine(options, machine, folder);
        return api.Say($"The embedded engine: {reason}").WithEnvironment(SettingNames.Endpoint, engine.GetEndpoint(FitnessModel.Http)).WaitFor(engine);
    }

    private static IResourceBuilder<DynamoDBLocalResource> AddDynamoDBLocal(this IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        var engine = builder.AddAWSDynamoDBLocal(FitnessModel.Engine, new DynamoDBLocalOptions
        {
            Tag = DynamoDBLocalTag,
            // Without it, each pair of key and region has tables of its own.
            SharedDb = true,
            InMemory = !options.Persist,
            DisableDynamoDBLocalTelemetry = true,
        }).WithEngineHealthCheck();
        if (!options.Persist) return engine;
        // A volume, because DynamoDB Local's own user may not write a folder of the checkout; and root, because it may not write a new volume.
        return engine.WithVolume(VolumeNameGenerator.Generate(engine, "data"), DynamoDBLocalStorage)
            .WithArgs("-dbPath", DynamoDBLocalStorage)
            .WithContainerRuntimeArgs("--user", "root");
    }

    private static IResourceBuilder<ExecutableResource> AddEmbeddedEngine(this IDistributedApplicationBuilder builder, AppHostOptions options, Machine machine, string folder)
    {
        var binary = machine.EngineBinary() ?? throw new StartException("The embedded engine's binary is not there. Install Node.js and build again (linux-x64), or start Docker or Podman.");
        var engine = builder.AddExecutable(FitnessModel.Engine, binary, folder, "serve", "--host", IPAddress.Loopback.ToString()).WithHttpEndpoint(name: FitnessModel.Http);
        return engine.WithArgs("--port", engine.GetEndpoint(FitnessModel.Http).Property(EndpointProperty.TargetPort))
            .WithArgs(options.Persist ? ["--db-path", Path.Combine(folder, "fitness.db")] : [])
            .WithEngineHealthCheck();
    }

    private static IResourceBuilder<T> Say<T>(this IResourceBuilder<T> api, string choice) where T : IResource
    {
        api.ApplicationBuilder.Eventing.Subscribe<BeforeStartEvent>((start, _) =>
        {
            LogChoice(start.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(LocalEngine)), choice);
            return Task.CompletedTask;
        });
        return api;
    }

    [LoggerMessage(LogLevel.Information, "{Choice}")]
    private static partial void LogChoice(ILogger logger, string choice);
}
