using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.AppHost;

/// <summary>The start of a container from its image on.</summary>
internal static partial class ContainerStart
{
    /// <summary>Pulls the image where the container engine does not have it, with what the engine says of it in the resource's log.</summary>
    /// <param name="container">Whose image it is.</param>
    /// <param name="machine">Whose container engine pulls.</param>
    /// <param name="whenItFails">Called once, with the reason, when the container cannot be had or ends before it is ready.</param>
    public static IResourceBuilder<ContainerResource> WithImageFromEngine(this IResourceBuilder<ContainerResource> container, Machine machine, Func<IServiceProvider, string, Task> whenItFails)
    {
        string? refusal = null;
        return container
            .WithWatchUntilReady((services, lastWords) => whenItFails(services, refusal ?? lastWords))
            .OnBeforeResourceStarted(async (resource, start, cancellation) =>
            {
                if (!resource.TryGetContainerImageName(out var image) || machine.HasImage(image)) return;
                var log = start.Services.GetRequiredService<ResourceLoggerService>().GetLogger(resource);
                refusal = await machine.Containers().PullAsync(image, line => LogProgress(log, line), cancellation);
                if (refusal is not null) throw new DistributedApplicationException(refusal);
            });
    }

    [LoggerMessage(LogLevel.Information, "{Line}")]
    private static partial void LogProgress(ILogger logger, string line);
}
