using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.AppHost;

/// <summary>Tries a container, and uses the embedded engine instead if the container cannot be started; decided while the dashboard is up.</summary>
internal static partial class EngineFallback
{
    /// <param name="api">The API, which waits for the decision, and then for the engine.</param>
    /// <param name="container">The engine that is tried first.</param>
    /// <param name="image">Its image.</param>
    /// <param name="embedded">The engine to use instead; null if the API has its own.</param>
    /// <param name="machine">The machine whose container runtime is used.</param>
    public static IResourceBuilder<T> WithEngineOrFallback<T>(
        this IResourceBuilder<T> api,
        IResourceBuilder<ContainerResource> container,
        string image,
        IResourceBuilder<ExecutableResource>? embedded,
        Machine machine
    )
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        var decision = new TaskCompletionSource<IResourceBuilder<IResourceWithEndpoints>?>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        embedded?.WithExplicitStart().WithHidden();
        container.OnResourceReady(
            (_, _, _) =>
            {
                decision.TrySetResult(container);
                return Task.CompletedTask;
            }
        );
        container.WithImageFromEngine(machine, async (services, reason) =>
        {
            LogFallback(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EngineFallback)), image, reason);
            await HideAsync(services, container.Resource);
            if (embedded is not null)
                await StartAsync(services, embedded.Resource);
            decision.TrySetResult(embedded);
            if (embedded is not null)
                await services
                    .GetRequiredService<ResourceNotificationService>()
                    .WaitForResourceHealthyAsync(embedded.Resource.Name, WaitBehavior.StopOnResourceUnavailable);
        });
        return api.OnBeforeResourceStarted(
                async (resource, start, cancellation) =>
                {
                    var notifications = start.Services.GetRequiredService<ResourceNotificationService>();
                    await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = KnownResourceStates.Waiting });
                    if (await decision.Task.WaitAsync(cancellation) is { } engine)
                        await notifications.WaitForResourceHealthyAsync(
                            engine.Resource.Name,
                            WaitBehavior.WaitOnResourceUnavailable,
                            cancellation
                        );
                }
            )
            .WithEnvironment(context =>
            {
                // A caller before the start, such as one that lists dependencies, gets the first choice.
                var engine = decision.Task.IsCompletedSuccessfully ? decision.Task.Result : container;
                if (engine is not null)
                    context.EnvironmentVariables[SettingNames.Endpoint] = engine.GetEndpoint(FitnessModel.Http);
            });
    }

    private static Task HideAsync(IServiceProvider services, ContainerResource resource)
    {
        resource.Annotations.Add(new HiddenAnnotation(HiddenBehavior.Always));
        return services
            .GetRequiredService<ResourceNotificationService>()
            .PublishUpdateAsync(resource, snapshot => snapshot with { IsHidden = true });
    }

    private static async Task StartAsync(IServiceProvider services, ExecutableResource resource)
    {
        foreach (var hidden in resource.Annotations.OfType<HiddenAnnotation>().ToList())
            resource.Annotations.Remove(hidden);
        await services
            .GetRequiredService<ResourceNotificationService>()
            .PublishUpdateAsync(resource, snapshot => snapshot with { IsHidden = false });
        var started = await services
            .GetRequiredService<ResourceCommandService>()
            .ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand);
        if (!started.Success)
            RunFailure.Stop(services, $"The embedded engine does not start: {started.Message}.");
    }

    [LoggerMessage(2, LogLevel.Information, "The embedded engine takes the container's place, which cannot run from {Image}: {Reason}")]
    private static partial void LogFallback(ILogger logger, string image, string reason);
}
