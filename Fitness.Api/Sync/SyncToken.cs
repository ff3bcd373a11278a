using System.Globalization;
using Fitness.Api.Http;

namespace Fitness.Api.Sync;

/// <summary>How far one client has read the changes of one user.</summary>
/// <param name="Stream">The life of the user's counter; empty before the first change.</param>
/// <param name="Number">The last change that the client has.</param>
/// <param name="Since">When the client last had everything, or began. No delete that it lacks can have happened earlier.</param>
internal sealed record SyncToken(string Stream, long Number, DateTimeOffset Since)
{
    /// <summary>How long a token is good for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(90);

    /// <summary>How long a delete leaves a tombstone: longer than any token that needs it, by more than clocks differ.</summary>
    public static readonly TimeSpan TombstoneLife = Life + TimeSpan.FromDays(1);

    public string Encode(string userId) =>
        OpaqueToken.Encode(Scope(userId), string.Create(CultureInfo.InvariantCulture, $"{Number} {Since.ToUnixTimeMilliseconds()} {Stream}"));

    /// <summary>The token in a text, or null when it was altered or is another user's.</summary>
    public static SyncToken? Decode(string userId, string text)
    {
        if (OpaqueToken.Decode(Scope(userId), text)?.Split(' ') is not [var number, var since, var stream]) return null;
        return long.TryParse(number, CultureInfo.InvariantCulture, out var last) && long.TryParse(since, CultureInfo.InvariantCulture, out var milliseconds)
            ? new SyncToken(stream, last, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : null;
    }

    private static string Scope(string userId) => $"changes.1\n{userId}";
}
