using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Api.Features.Page;
using Fitness.Api.Features.Samples;
using Fitness.Api.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Startup;

/// <summary>What a person at the console reads last when the service has started: what runs, and what to open.</summary>
internal static partial class StartNotice
{
    // Set by the image, and by Microsoft's, as DOTNET_RUNNING_IN_CONTAINER; the host removes the prefix.
    private const string InContainer = "RUNNING_IN_CONTAINER";

    // In a container the server listens on all addresses, whatever others can reach: the port that is published decides.
    private const string PublishedAddress = "http://localhost:<published port>";

    /// <summary>Logs the notice after everything else that a start logs. It warns if other machines can reach a service that takes every caller for the demo user.</summary>
    public static void UseStartNotice(this WebApplication app) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            if (addresses.Count == 0)
                return;
            var settings = app.Services.GetRequiredService<FitnessSettings>();
            var isInContainer = app.Configuration[InContainer]?.ToUpperInvariant() is "TRUE" or "1";
            var address = isInContainer ? PublishedAddress : ServerAddress.OnThisMachine(addresses);
            var sample =
                !settings.ChecksTokens && app.Services.GetRequiredService<IOptions<SampleOptions>>().Value.Enabled
                    ? $"{address}{Routes.FirstActivity} (an activity), "
                    : "";
            var page = settings.ServesPage && PageFile.Index is not null ? $"{address}{Routes.Page} (the page), " : "";
            LogStarted(
                app.Logger,
                $"{page}{sample}{address}{Routes.ApiReference} (the reference)",
                BuildDescription.OfThisProgram,
                settings.Environment
            );
            var open = addresses.Where(ServerAddress.IsOpen).ToList();
            if (!settings.ChecksTokens && !isInContainer && open.Count > 0)
                LogOpen(app.Logger, string.Join(", ", open));
        });

    [LoggerMessage(1, LogLevel.Information, "Open {Addresses}. This is Fitness {Build} in {Environment}.")]
    private static partial void LogStarted(ILogger logger, string addresses, BuildDescription build, string environment);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "Other machines can reach {Addresses}, and every caller is the demo user. http://localhost:PORT keeps it to this machine."
    )]
    private static partial void LogOpen(ILogger logger, string addresses);
}
