using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Fitness.Api.Web.Authentication;

/// <summary>What a caller is told whose token is missing or refused: what is wrong, and what to do. It repeats nothing of the token.</summary>
internal static class TokenRefusal
{
    private const string HowToSend = "Send 'Authorization: Bearer TOKEN'.";

    /// <summary>The reason for the refusal. It has only characters that a header can carry in quotes (RFC 6750, section 3).</summary>
    public static string Describe(JwtBearerChallengeContext context)
    {
        if (context.AuthenticateFailure is not { } failure)
            return context.Request.Headers.Authorization.Count == 0
                ? $"No token was sent. {HowToSend}"
                : $"The 'Authorization' header has no bearer token. {HowToSend}";
        return context.Options.IncludeErrorDetails
            ? Describe(failure is AggregateException { InnerException: { } inner } ? inner : failure)
            : "The token is not accepted. Get a new one.";
    }

    private static string Describe(Exception failure) =>
        failure switch
        {
            TokenObjection objection => $"{objection.Message} Send an access token of the issuer.",
            SecurityTokenExpiredException => "The token has expired. Get a new one.",
            SecurityTokenNotYetValidException => "The token is not valid yet. Use it later, or check the clock of the issuer.",
            SecurityTokenNoExpirationException => "The token does not say when it expires. Send an access token of the issuer.",
            SecurityTokenInvalidAudienceException => "The token is for another audience. Get one for an audience of this service.",
            SecurityTokenInvalidIssuerException => "The token is from another issuer. Get one from the issuer of this environment.",
            SecurityTokenInvalidSignatureException =>
                "The token's signature is missing, or is not by a key of the issuer of this environment. Get a token there, and send it unchanged.",
            SecurityTokenMalformedException or ArgumentException =>
                $"The token cannot be read: it is not a JSON Web Token, or not all of one. {HowToSend}",
            _ => "The token is not accepted. Get a new one from the issuer of this environment.",
        };
}

/// <summary>What <see cref="AccessTokenRules"/> and the service have against a token that the token library accepts.</summary>
/// <param name="message">A sentence that repeats nothing of the token.</param>
internal sealed class TokenObjection(string message) : SecurityTokenException(message);
