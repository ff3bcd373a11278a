using Fitness.Api.Settings;

namespace Fitness.Api.Startup;

/// <summary>
/// The command <c>healthcheck</c>: asks the service in the same container whether it is ready. A container without a shell has no
/// other way to ask.
/// </summary>
internal static class HealthCheckCommand
{
    private const string DefaultUrl = "http://localhost:5000";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Asks once.</summary>
    /// <returns>0 when the service is ready, 1 with one line on standard error when it is not.</returns>
    public static async Task<int> RunAsync()
    {
        Uri address;
        try
        {
            address = new Uri(Address(), Routes.Health);
        }
        catch (StartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failure;
        }
        try
        {
            // A proxy configured in the container's environment is for other requests.
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout };
            using var response = await client.GetAsync(address);
            if (response.IsSuccessStatusCode)
                return 0;
            await Console.Error.WriteLineAsync(
                $"{address} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}"
            );
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {exception.Message}");
        }
        return ExitCodes.Failure;
    }

    /// <summary>Where the service listens, from the same settings that its server uses.</summary>
    private static Uri Address()
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddEnvironmentVariables("ASPNETCORE_").Build();
        var (name, address) = ServerAddress.InForce(settings).FirstOrDefault((SettingNames.Addresses, DefaultUrl));
        if (ServerAddress.Problem(address) is { } problem)
            throw new StartException($"{SettingNames.Variable(name)} is '{Readable.Value(address)}'; {problem}.");
        return new Uri(ServerAddress.OnThisMachine([address]));
    }
}
