using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.AppHost;

/// <summary>Says on the console what to open, once, because the API's own log is in the dashboard.</summary>
internal static partial class ReadyNotice
{
    /// <summary>Logs the addresses when the API is ready for the first time.</summary>
    /// <param name="api">The API.</param>
    /// <param name="pages">The paths, and what is there.</param>
    public static IResourceBuilder<T> WithReadyNotice<T>(this IResourceBuilder<T> api, params (string Path, string Content)[] pages)
        where T : IResourceWithEndpoints
    {
        var said = false;
        return api.OnResourceReady(
            (resource, ready, _) =>
            {
                if (Interlocked.Exchange(ref said, true))
                    return Task.CompletedTask;
                var address = resource.GetEndpoint(FitnessModel.Http).Url;
                LogReady(
                    ready.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ReadyNotice)),
                    string.Join(", ", pages.Select(page => $"{address}{page.Path} ({page.Content})"))
                );
                return Task.CompletedTask;
            }
        );
    }

    [LoggerMessage(5, LogLevel.Information, "The API is ready. Open {Addresses}.")]
    private static partial void LogReady(ILogger logger, string addresses);
}
