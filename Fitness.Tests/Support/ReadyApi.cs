using System.Text.RegularExpressions;

namespace Fitness.Tests.Support;

/// <summary>The API of an AppHost that runs as a process.</summary>
internal static partial class ReadyApi
{
    /// <summary>Waits until the API is ready; a client for the address that the console says to open.</summary>
    public static async Task<HttpClient> WaitForApiAsync(this AppHostProcess appHost)
    {
        await appHost.WaitForOutputAsync("The API is ready. Open ");
        return new HttpClient { BaseAddress = new Uri(Ready().Match(appHost.Output).Groups["address"].Value) };
    }

    [GeneratedRegex(@"The API is ready\. Open (?<address>http://localhost:\d+)/")]
    private static partial Regex Ready();
}
