using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Activities;

/// <summary>An opaque position in a list: the last start key, bound to one user and one set of filters.</summary>
internal static class ActivityCursor
{
    public static string Encode(string userId, ActivityListQuery query, string startKey) =>
        OpaqueToken.Encode(Scope(userId, query), startKey);

    /// <summary>The start key in a cursor; null unless the cursor was made for this user and these filters.</summary>
    public static string? Decode(string userId, ActivityListQuery query, string cursor)
    {
        if (OpaqueToken.Decode(Scope(userId, query), cursor) is not { } startKey)
            return null;
        var inside =
            string.CompareOrdinal(startKey, ActivityKeys.After(query.After)) > 0
            && string.CompareOrdinal(startKey, ActivityKeys.Before(query.Before)) < 0;
        return inside ? startKey : null;
    }

    private static string Scope(string userId, ActivityListQuery query) =>
        $"list.1\n{userId}\n{ActivityKeys.After(query.After)}\n{ActivityKeys.Before(query.Before)}\n{query.Sport}";
}
