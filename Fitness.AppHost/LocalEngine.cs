using Fitness.Parity.Local;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.AppHost;

/// <summary>The API with an engine on this machine. Nothing here uses AWS.</summary>
internal static partial class LocalEngine
{
    /// <summary>Sets everything that the settings contract has for Development, and makes the API wait until the engine responds.</summary>
    /// <exception cref="StartException">The requested engine cannot be used, or its data is in use.</exception>
    public static IResourceBuilder<T> WithLocalEngine<T>(this IResourceBuilder<T> api, AppHostOptions options, Machine machine)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        api.WithEnvironment(SettingNames.Region, LocalDefaults.Region)
            .WithEnvironment(SettingNames.AccessKey, LocalDefaults.Credential)
            .WithEnvironment(SettingNames.SecretKey, LocalDefaults.Credential)
            .WithEnvironment(SettingNames.Variable(SettingNames.Table), LocalDefaults.Table)
            .WithEnvironment(
                SettingNames.AllowedHosts,
                string.Join(
                    ';',
                    new[]
                    {
                        api.ApplicationBuilder.Configuration[SettingNames.AllowedHosts],
                        FitnessModel.NamesForContainers,
                    }.OfType<string>()
                )
            );
        var builder = api.ApplicationBuilder;
        var folder = Directory.CreateDirectory(builder.PathInCheckout(CheckoutFolder.Artifacts, "data", "apphost")).FullName;
        // An engine needs exclusive access to its data.
        if (options.Persist && !machine.TryLock(Path.Combine(folder, "run.lock")))
            throw new StartException(
                "The persisted data is in use by another run of this checkout. Stop that one, or leave --persist out."
            );

        var choice = EngineChoice.Of(options, machine);
        if (choice.Kind == EngineKind.Embedded)
        {
            if (options.Image is not null)
                return api.WithNotice($"The embedded engine of the image itself: {choice.Reason}");
            return api.WithNotice($"The embedded engine: {choice.Reason}")
                .WithEngine(
                    builder
                        .AddEmbeddedEngine(FitnessModel.Engine, options, machine, folder)
                        .WithWatchUntilReady(
                            (services, lastWords) =>
                            {
                                RunFailure.Stop(services, $"The embedded engine does not start. {lastWords}");
                                return Task.CompletedTask;
                            }
                        )
                );
        }
        api.WithNotice($"DynamoDB Local in a container, {options.EngineImage}: {choice.Reason}");
        var container = builder.AddDynamoDBLocal(options);
        // Persisted data cannot move to another engine, and without its binary the embedded engine cannot replace the container.
        var embeddedIsThere = options.Image is not null || machine.EngineBinary() is not null;
        if (choice.IsCertain || options.Persist || !embeddedIsThere)
        {
            container.WithImageFromEngine(machine, (services, reason) =>
            {
                RunFailure.Stop(
                    services,
                    $"The engine's container cannot run from {options.EngineImage}: {reason} Pull that image by hand, name another with --engine-image, or use --engine embedded."
                );
                return Task.CompletedTask;
            });
            return api.WithEngine(container);
        }
        // If the API runs from an image, that image has its own embedded engine.
        var embedded = options.Image is null ? builder.AddEmbeddedEngine(FitnessModel.FallbackEngine, options, machine, folder) : null;
        return api.WithEngineOrFallback(container, options.EngineImage, embedded, machine);
    }

    /// <summary>Starts the API with what is in a capsule, on its own engine, and lets it send the capsule's requests again.</summary>
    public static IResourceBuilder<T> WithCapsule<T>(this IResourceBuilder<T> api, string capsule)
        where T : IResourceWithEnvironment
    {
        var checkout = new Checkout(api.ApplicationBuilder.PathInCheckout());
        // Of an image it is a copy, which is deleted with the services.
        api.ApplicationBuilder.Services.AddSingleton(_ => new CapsuleSource(new Shell(checkout), capsule));
        return api.WithEnvironment(async context =>
                context.EnvironmentVariables[SettingNames.Variable(SettingNames.CapsulePath)] = Path.Exists(capsule)
                    ? capsule
                    : await CopyAsync(context.ExecutionContext.Services, context.CancellationToken)
            )
            .WithEnvironment(SettingNames.Variable(SettingNames.CapsuleReplay), "true")
            .WithNotice($"The API starts with the capsule {capsule}, and sends its requests again; its log compares the answers.");
    }

    private static async Task<string> CopyAsync(IServiceProvider services, CancellationToken cancellation)
    {
        try
        {
            return await services.GetRequiredService<CapsuleSource>().PathAsync(cancellation);
        }
        catch (CommandException exception)
        {
            RunFailure.Stop(services, $"The capsule cannot be had. {exception.Message}");
            throw;
        }
    }

    private static IResourceBuilder<T> WithEngine<T>(this IResourceBuilder<T> api, IResourceBuilder<IResourceWithEndpoints> engine)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport =>
        api.WithEnvironment(SettingNames.Endpoint, engine.GetEndpoint(FitnessModel.Http)).WaitFor(engine);

    /// <summary>Logs one line at the start of the run.</summary>
    public static IResourceBuilder<T> WithNotice<T>(this IResourceBuilder<T> api, string notice)
        where T : IResource
    {
        api.ApplicationBuilder.Eventing.Subscribe<BeforeStartEvent>(
            (start, _) =>
            {
                LogNotice(start.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(LocalEngine)), notice);
                return Task.CompletedTask;
            }
        );
        return api;
    }

    [LoggerMessage(1, LogLevel.Information, "{Notice}")]
    private static partial void LogNotice(ILogger logger, string notice);
}
