using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fitness.AppHost;

/// <summary>
/// The start of a container up to its first answer. Left to itself, an image that cannot be had or a container that ends at once lets
/// everybody wait who waits for it, for as long as the run lasts.
/// </summary>
internal static partial class ContainerStart
{
    private static readonly string[] Ends = [KnownResourceStates.FailedToStart, KnownResourceStates.RuntimeUnhealthy, KnownResourceStates.Exited, KnownResourceStates.Finished];
    private static readonly ResourceStateSnapshot Pulling = new("Pulling the image", KnownResourceStateStyles.Info);

    /// <summary>Pulls the image where the container engine does not have it, with what the engine says of it in the resource's log.</summary>
    /// <param name="container">Whose image it is.</param>
    /// <param name="machine">Whose container engine pulls.</param>
    /// <param name="whenItFails">Called once, with the reason, when the container cannot be had or ends before it is ready.</param>
    public static IResourceBuilder<ContainerResource> WithImageFromEngine(this IResourceBuilder<ContainerResource> container, Machine machine, Func<IServiceProvider, string, Task> whenItFails)
    {
        string? refusal = null;
        container.ApplicationBuilder.Eventing.Subscribe<BeforeStartEvent>((start, cancellation) =>
        {
            // Beside the start, which waits for the container itself.
            _ = WatchAsync(start.Services);
            return Task.CompletedTask;
        });
        return container.OnBeforeResourceStarted(async (resource, start, cancellation) =>
        {
            if (!resource.TryGetContainerImageName(out var image) || machine.HasImage(image)) return;
            var notifications = start.Services.GetRequiredService<ResourceNotificationService>();
            await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = Pulling });
            var log = start.Services.GetRequiredService<ResourceLoggerService>().GetLogger(resource);
            refusal = await machine.Containers().PullAsync(image, line => LogProgress(log, line), cancellation);
            if (refusal is not null) throw new DistributedApplicationException(refusal);
        });

        async Task WatchAsync(IServiceProvider services)
        {
            try
            {
                var update = await services.GetRequiredService<ResourceNotificationService>().WaitForResourceAsync(
                    container.Resource.Name,
                    update => update.Snapshot.HealthStatus == HealthStatus.Healthy || HasEnded(update),
                    services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
                if (HasEnded(update)) await whenItFails(services, refusal ?? await LastWordsAsync(services, container.Resource));
            }
            catch (OperationCanceledException)
            {
                // The run ends before the container has begun.
            }
        }
    }

    private static bool HasEnded(ResourceEvent update) => Ends.Contains(update.Snapshot.State?.Text);

    private static async Task<string> LastWordsAsync(IServiceProvider services, ContainerResource container)
    {
        string? last = null;
        await foreach (var lines in services.GetRequiredService<ResourceLoggerService>().GetAllAsync(container)) last = lines is [.., var line] ? line.Content : last;
        return last is null ? "It ended without a word." : $"It ended after '{ContainerRuntime.OneLine(last)}'";
    }

    [LoggerMessage(LogLevel.Information, "{Line}")]
    private static partial void LogProgress(ILogger logger, string line);
}
