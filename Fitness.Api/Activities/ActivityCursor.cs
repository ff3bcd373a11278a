using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Fitness.Api.Activities;

/// <summary>
/// The opaque position in a list: the last start key, behind a hash over it, the user and the filters. The hash is no secret's:
/// it finds what was altered or belongs to other filters, and a forged position reads nothing but the caller's own partition.
/// </summary>
internal static class ActivityCursor
{
    private const int HashBytes = 12;

    public static string Encode(string userId, ActivityListQuery query, string startKey)
    {
        var position = Encoding.UTF8.GetBytes(startKey);
        return Base64Url.EncodeToString([.. Hash(userId, query, position), .. position]);
    }

    /// <summary>The start key in a cursor, or null when the cursor is not one of this user and these filters.</summary>
    public static string? Decode(string userId, ActivityListQuery query, string cursor)
    {
        if (!Base64Url.IsValid(cursor)) return null;
        var bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length <= HashBytes) return null;
        var position = bytes.AsSpan(HashBytes);
        if (!Hash(userId, query, position).SequenceEqual(bytes.AsSpan(0, HashBytes))) return null;
        var startKey = Encoding.UTF8.GetString(position);
        var inside = string.CompareOrdinal(startKey, ActivityKeys.After(query.After)) > 0 && string.CompareOrdinal(startKey, ActivityKeys.Before(query.Before)) < 0;
        return inside ? startKey : null;
    }

    private static ReadOnlySpan<byte> Hash(string userId, ActivityListQuery query, ReadOnlySpan<byte> position)
    {
        var scope = $"list.1\n{userId}\n{ActivityKeys.After(query.After)}\n{ActivityKeys.Before(query.Before)}\n{query.Sport}\n";
        return SHA256.HashData([.. Encoding.UTF8.GetBytes(scope), .. position]).AsSpan(0, HashBytes);
    }
}
