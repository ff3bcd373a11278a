using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Fitness.Api.Web.Requests;

/// <summary>
/// A position that clients send back unchanged: a payload, preceded by a hash over it and its scope (the user, the filters). The
/// hash is not keyed: it detects altered or misplaced tokens, and a forged one can read only the caller's own partition.
/// </summary>
internal static class OpaqueToken
{
    private const int HashBytes = 12;

    public static string Encode(string scope, string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        return Base64Url.EncodeToString([.. Hash(scope, bytes), .. bytes]);
    }

    /// <summary>The payload, or null when the token was altered or has another scope.</summary>
    public static string? Decode(string scope, string token)
    {
        if (!Base64Url.IsValid(token))
            return null;
        var bytes = Base64Url.DecodeFromChars(token);
        // The last character may have unused bits; only one encoding of a position is valid.
        if (bytes.Length <= HashBytes || Base64Url.EncodeToString(bytes) != token)
            return null;
        var payload = bytes.AsSpan(HashBytes);
        return Hash(scope, payload).SequenceEqual(bytes.AsSpan(0, HashBytes)) ? Encoding.UTF8.GetString(payload) : null;
    }

    /// <summary>What is in it, whoever made it; null if it is none.</summary>
    public static string? PayloadOf(string token) =>
        Base64Url.IsValid(token) && Base64Url.DecodeFromChars(token) is { Length: > HashBytes } bytes
            ? Encoding.UTF8.GetString(bytes.AsSpan(HashBytes))
            : null;

    private static ReadOnlySpan<byte> Hash(string scope, ReadOnlySpan<byte> payload) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(scope), 0, .. payload]).AsSpan(0, HashBytes);
}
