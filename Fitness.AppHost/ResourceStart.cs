using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Fitness.AppHost;

/// <summary>
/// The start of a resource until it is ready. Without a watch, a resource that ends before keeps its dependents waiting for as long as
/// the run lasts.
/// </summary>
internal static class ResourceStart
{
    private static readonly string[] Ends =
    [
        KnownResourceStates.FailedToStart,
        KnownResourceStates.RuntimeUnhealthy,
        KnownResourceStates.Exited,
        KnownResourceStates.Finished,
    ];

    /// <summary>Watches the resource until it is ready.</summary>
    /// <param name="resource">The resource to watch.</param>
    /// <param name="whenItEnds">Called once, with its last log line, if it ends before it is ready and nobody has stopped it.</param>
    public static IResourceBuilder<T> WithWatchUntilReady<T>(
        this IResourceBuilder<T> resource,
        Func<IServiceProvider, string, Task> whenItEnds
    )
        where T : IResource
    {
        resource.ApplicationBuilder.Eventing.Subscribe<BeforeStartEvent>(
            (start, cancellation) =>
            {
                // In parallel with the start, which itself waits for the resource.
                _ = WatchAsync(resource.Resource, start.Services, whenItEnds);
                return Task.CompletedTask;
            }
        );
        return resource;
    }

    private static async Task WatchAsync(IResource resource, IServiceProvider services, Func<IServiceProvider, string, Task> whenItEnds)
    {
        try
        {
            var isStopped = false;
            var last = await services
                .GetRequiredService<ResourceNotificationService>()
                .WaitForResourceAsync(
                    resource.Name,
                    update =>
                    {
                        isStopped |= update.Snapshot.State?.Text == KnownResourceStates.Stopping;
                        return update.Snapshot.HealthStatus == HealthStatus.Healthy || HasEnded(update);
                    },
                    services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping
                );
            if (HasEnded(last) && !isStopped)
                await whenItEnds(services, await ReadLastLogLineAsync(services, resource));
        }
        catch (OperationCanceledException)
        {
            // The run is ending before the resource is ready.
        }
        catch (Exception exception)
        {
            // Nobody awaits this task; its failure must not leave others waiting forever.
            RunFailure.Stop(services, $"{resource.Name} cannot be started or replaced: {ContainerRuntime.ToSentence(exception.Message)}");
        }
    }

    private static bool HasEnded(ResourceEvent update) => Ends.Contains(update.Snapshot.State?.Text);

    private static async Task<string> ReadLastLogLineAsync(IServiceProvider services, IResource resource)
    {
        string? last = null;
        await foreach (var lines in services.GetRequiredService<ResourceLoggerService>().GetAllAsync(resource))
            last = lines is [.., var line] ? line.Content : last;
        return last is null ? "It ended without output." : $"It ended after '{ContainerRuntime.ToSentence(last)}'";
    }
}
