using Fitness.Api.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Fitness.Api.Startup;

/// <summary>
/// Warns in Development when other machines can reach the service, because there it takes every caller for the demo user. A container is
/// left out: in it every server listens on all addresses, and what others can reach is decided by the port that is published.
/// </summary>
internal sealed partial class ListeningWarning(IServer server, IConfiguration configuration, FitnessSettings settings, ILogger<ListeningWarning> logger) : IHostedLifecycleService
{
    // Set by the image, and by Microsoft's, as DOTNET_RUNNING_IN_CONTAINER; the host removes the prefix.
    private const string InContainer = "RUNNING_IN_CONTAINER";

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!settings.IsDevelopment || configuration[InContainer]?.ToUpperInvariant() is "TRUE" or "1") return Task.CompletedTask;
        var open = server.Features.Get<IServerAddressesFeature>()?.Addresses.Where(ServerAddress.IsOpen).ToList() ?? [];
        if (open.Count > 0) LogOpen(logger, string.Join(", ", open));
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "Other machines can reach {Addresses}, and Development takes every caller without a token for the demo user. http://localhost:PORT keeps it to this machine.")]
    private static partial void LogOpen(ILogger logger, string addresses);
}

internal static class ListeningWarningServices
{
    public static void AddListeningWarning(this WebApplicationBuilder builder) => builder.Services.AddHostedService<ListeningWarning>();
}
