using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.AppHost;

/// <summary>The start of a container, including the pull of its image.</summary>
internal static partial class ContainerStart
{
    /// <summary>Pulls the image if the container runtime does not have it; the resource's log has the pull's output.</summary>
    /// <param name="container">The container that needs the image.</param>
    /// <param name="machine">The machine whose container runtime pulls it.</param>
    /// <param name="whenItFails">Called once, with the reason, if the container cannot be started or ends before it is ready.</param>
    public static IResourceBuilder<ContainerResource> WithImageFromEngine(
        this IResourceBuilder<ContainerResource> container,
        Machine machine,
        Func<IServiceProvider, string, Task> whenItFails
    )
    {
        string? refusal = null;
        return container
            .WithWatchUntilReady((services, lastWords) => whenItFails(services, refusal ?? lastWords))
            .OnBeforeResourceStarted(
                async (resource, start, cancellation) =>
                {
                    if (!resource.TryGetContainerImageName(out var image) || machine.HasImage(image))
                        return;
                    var log = start.Services.GetRequiredService<ResourceLoggerService>().GetLogger(resource);
                    refusal = await machine.Containers().PullAsync(image, line => LogProgress(log, line), cancellation);
                    if (refusal is not null)
                        throw new DistributedApplicationException(refusal);
                }
            );
    }

    [LoggerMessage(3, LogLevel.Information, "{Line}")]
    private static partial void LogProgress(ILogger logger, string line);
}
