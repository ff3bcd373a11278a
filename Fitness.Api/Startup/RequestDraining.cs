namespace Fitness.Api.Startup;

internal static class RequestDraining
{
    // Docker sends SIGKILL 10 s after SIGTERM. The engine, which stops last, gets the time that is left.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(7);

    /// <summary>Lets requests in progress finish when the service is asked to stop.</summary>
    public static void AddRequestDraining(this WebApplicationBuilder builder) =>
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = RequestTimeout);
}
