namespace Fitness.Api.Startup;

internal static class RequestDraining
{
    // Docker kills 10 s after SIGTERM. The engine, which stops last, gets what is left of them.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(7);

    /// <summary>Lets requests that are under way when the service is asked to stop have their responses.</summary>
    public static void AddRequestDraining(this WebApplicationBuilder builder) =>
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = RequestTimeout);
}
