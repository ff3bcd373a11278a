using System.Globalization;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Changes;

/// <summary>How far one client has read the changes of one user.</summary>
/// <param name="Stream">The life of the user's counter; empty before the first change.</param>
/// <param name="Number">The last change that the client has.</param>
/// <param name="Since">When the client last had everything, or started. Any deletion that it lacks happened later.</param>
/// <param name="Wait">The next change, if it was missing although the counter includes it, and when that was first noticed.</param>
internal sealed record SyncToken(string Stream, long Number, DateTimeOffset Since, (long Number, DateTimeOffset Since)? Wait = null)
{
    /// <summary>How long a token is valid: 90 days. Every tombstone that it needs lives longer, by more than clocks can differ.</summary>
    public static readonly TimeSpan Life = ActivityItem.TombstoneLife - TimeSpan.FromDays(1);

    // The last millisecond of the year 9999.
    private const long MaxTime = 253_402_300_799_999;

    public string Encode(string userId) =>
        OpaqueToken.Encode(
            Scope(userId),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Number} {Since.ToUnixTimeMilliseconds()} {Wait?.Number ?? 0} {Wait?.Since.ToUnixTimeMilliseconds() ?? 0} {Stream}"
            )
        );

    /// <summary>The token in a text, or null when it was altered or belongs to another user.</summary>
    public static SyncToken? Decode(string userId, string text)
    {
        if (OpaqueToken.Decode(Scope(userId), text)?.Split(' ') is not [.. var numbers, var stream])
            return null;
        var values = numbers
            .Select(number => long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1)
            .ToList();
        if (
            values
            is not [>= 0 and var number, >= 0 and <= MaxTime and var since, >= 0 and var waiting, >= 0 and <= MaxTime and var waitingSince]
        )
            return null;
        return new SyncToken(
            stream,
            number,
            DateTimeOffset.FromUnixTimeMilliseconds(since),
            waiting == 0 ? null : (waiting, DateTimeOffset.FromUnixTimeMilliseconds(waitingSince))
        );
    }

    private static string Scope(string userId) => $"changes.1\n{userId}";
}
