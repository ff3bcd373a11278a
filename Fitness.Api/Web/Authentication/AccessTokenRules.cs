using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Fitness.Api.Web.Authentication;

/// <summary>
/// What makes a token of the issuer, with a valid signature, audience and time, an access token. The token library does not check
/// these. The raw JSON is read, because the library's claims are all texts.
/// </summary>
internal static class AccessTokenRules
{
    private const string ApplicationType = "application/";

    // RFC 7519 and RFC 9068; a token without a type is common, among them Amazon Cognito's.
    private static readonly string[] Types = ["JWT", "at+jwt"];

    private static readonly string[] IdTokenHashes = ["at_hash", "c_hash", "s_hash"];

    // RFC 7515, section 4: no two members have the same name.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Why the token cannot be used; null if it can.</summary>
    public static string? FindObjection(JsonWebToken token)
    {
        try
        {
            using var header = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedHeader), Strict);
            using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload), Strict);
            return FindObjectionToHeader(header.RootElement) ?? FindObjectionToClaims(payload.RootElement);
        }
        catch (JsonException)
        {
            return "The token has a member twice.";
        }
    }

    private static string? FindObjectionToHeader(JsonElement header)
    {
        // RFC 7515, section 4.1.11: who does not understand what 'crit' names refuses the token. Nothing beyond the RFC is understood here.
        if (header.TryGetProperty("crit", out _))
            return "The token's 'crit' names what this service does not understand.";
        // RFC 7797 requires 'crit' with it.
        if (header.TryGetProperty("b64", out var encoded) && encoded.ValueKind != JsonValueKind.True)
            return "The token's payload is not encoded.";
        return header.TryGetProperty("typ", out var type) && !IsAccessTokenType(type)
            ? "The token's 'typ' is not that of an access token."
            : null;
    }

    private static string? FindObjectionToClaims(JsonElement claims)
    {
        // Amazon Cognito tells its ID tokens from its access tokens by this claim alone.
        if (
            claims.TryGetProperty("token_use", out var use)
            && !(use.ValueKind == JsonValueKind.String && use.ValueEquals(BearerTokens.AccessUse))
        )
            return "The token's 'token_use' is not 'access'.";
        // RFC 8417: a statement about something that happened, such as a logout.
        if (claims.TryGetProperty("events", out _))
            return "The token reports events.";
        // OpenID Connect Core 1.0, section 3.1.3.6, and Financial-grade API: hashes that only an ID token carries.
        if (IdTokenHashes.Any(hash => claims.TryGetProperty(hash, out _)))
            return "The token is an ID token.";
        // RFC 7519, section 4.1.2: a text.
        if (claims.TryGetProperty(CurrentUser.SubjectClaim, out var subject) && subject.ValueKind != JsonValueKind.String)
            return "The token's 'sub' is not a text.";
        return null;
    }

    private static bool IsAccessTokenType(JsonElement type)
    {
        if (type.ValueKind != JsonValueKind.String)
            return false;
        var name = type.GetString()!;
        // RFC 7515, section 4.1.9: 'application/' may be left out.
        if (name.StartsWith(ApplicationType, StringComparison.OrdinalIgnoreCase))
            name = name[ApplicationType.Length..];
        return Types.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
