using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Fitness.Api.Web.Authentication;

/// <summary>
/// Waits for the issuer's keys before the first token is checked. The configuration manager lets its callers wait one after the other,
/// each for as long as the connection takes; here they share one fetch, and wait for it at most <see cref="Patience"/>. Once the keys
/// are there, the manager keeps them and renews them in the background, so that nobody waits again.
/// </summary>
internal sealed partial class IssuerKeys(TimeProvider time, ILogger<IssuerKeys> logger)
{
    /// <summary>How long a request waits for the issuer's first answer: less than the 3 s after which a caller must know.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    /// <summary>How long one answer of the issuer may take. There are two, the discovery document and the keys.</summary>
    public static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    // As long as the clients are told to wait.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private Task<bool>? fetch;
    private long begin;
    private long end;

    /// <summary>Whether tokens can be checked: the issuer has told its keys, now or before.</summary>
    /// <param name="manager">Asks the issuer.</param>
    public async Task<bool> AreKnownAsync(IConfigurationManager<OpenIdConnectConfiguration> manager)
    {
        var (current, left) = Current(manager);
        if (current.IsCompleted || left <= TimeSpan.Zero)
            return current.IsCompleted && await current;
        try
        {
            // Not cancelled when the client leaves: the authentication handler would log that as an error.
            return await current.WaitAsync(left, time);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private (Task<bool> Fetch, TimeSpan Left) Current(IConfigurationManager<OpenIdConnectConfiguration> manager)
    {
        lock (gate)
        {
            if (fetch is null || (fetch.IsCompleted && !fetch.Result && time.GetElapsedTime(end) >= Pause))
            {
                begin = time.GetTimestamp();
                fetch = FetchAsync(manager);
            }
            return (fetch, Patience - time.GetElapsedTime(begin));
        }
    }

    private async Task<bool> FetchAsync(IConfigurationManager<OpenIdConnectConfiguration> manager)
    {
        // What follows runs outside the lock.
        await Task.Yield();
        try
        {
            await manager.GetConfigurationAsync(CancellationToken.None);
            return true;
        }
        // Whatever goes wrong is the issuer's: its answer may be none, late, or anything.
        catch (Exception exception)
        {
            LogOutage(logger, exception.GetBaseException().Message.ReplaceLineEndings(" "));
            end = time.GetTimestamp();
            return false;
        }
    }

    [LoggerMessage(32, LogLevel.Warning, "The tokens' issuer does not tell its keys, so no token can be checked: {Reason}")]
    private static partial void LogOutage(ILogger logger, string reason);
}
