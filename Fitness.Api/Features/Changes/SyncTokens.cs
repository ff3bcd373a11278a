namespace Fitness.Api.Features.Changes;

/// <summary>Sync tokens for those who hand them on.</summary>
public static class SyncTokens
{
    /// <summary>A token that says to another user what it said to the first one.</summary>
    /// <param name="token">The token.</param>
    /// <param name="from">Whose it is.</param>
    /// <param name="to">Whose it will be.</param>
    /// <returns>Null if it is none of the first one's.</returns>
    public static string? Rebind(string token, string from, string to) => SyncToken.Decode(from, token)?.Encode(to);
}
