namespace Fitness.Api.Startup;

internal static class Shutdown
{
    // Docker kills 10 s after SIGTERM. The engine, which stops last, gets what is left of them.
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(7);

    /// <summary>Lets requests that are under way when the service is asked to stop have their answers.</summary>
    public static void AddShutdown(this WebApplicationBuilder builder) =>
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = RequestPatience);
}
