using System.Buffers;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Api.Web.Authentication;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>What has to be true of a capsule's lines before they are used: nothing in them leads outside.</summary>
internal static class CapsuleCheck
{
    private const int LongestTarget = 8192;

    // RFC 3986: what a path and a query can have. A backslash is taken for a slash by some.
    private static readonly SearchValues<char> InTarget = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?[]@!$&'()*+,;=%"
    );
    private static readonly DateTimeOffset First = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Last = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The request, if it is one to this service.</summary>
    /// <exception cref="FormatException">It is not; the message says why.</exception>
    public static CapsuleRequest Of(CapsuleRequest request)
    {
        if (!RecordedMethods.Kept.Contains(request.Method) && request.Method != RecordedMethods.Other)
            throw new FormatException("'method' is none that is kept.");
        if (
            request.Target.Length > LongestTarget
            || !request.Target.StartsWith('/')
            || request.Target.StartsWith("//", StringComparison.Ordinal)
            || request.Target.AsSpan().ContainsAnyExcept(InTarget)
        )
            throw new FormatException("'target' is no path of this service.");
        if (!IsUser(request.User))
            throw new FormatException("'user' can be no user.");
        if (request.At < First || request.At > Last)
            throw new FormatException("'at' is no time at which it can have come.");
        return request;
    }

    /// <summary>Whether it can be a user's id.</summary>
    public static bool IsUser(string? user) =>
        user is { Length: > 0 and <= CurrentUser.MaxIdLength } && user.All(character => character is > ' ' and <= '~');

    /// <summary>What names an item, which is one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    /// <exception cref="InvalidOperationException">A value is of another type than it says.</exception>
    public static string KeyOf(JsonObject item)
    {
        var values = ItemJson.ToItem(item);
        return values.GetValueOrDefault("userId") is { S.Length: > 0 } && values.GetValueOrDefault("itemId") is { S.Length: > 0 }
            ? ItemJson.KeyOf(item)
            : throw new FormatException("An item lacks its keys.");
    }
}
