using Fitness.Api.Settings;
using Fitness.Api.Web.Problems;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Fitness.Api.Web.Authentication;

/// <summary>
/// How tokens are validated, in addition to the standard <c>Authentication:Schemes:Bearer</c> configuration, which sets issuer and audience.
/// </summary>
internal static class BearerTokens
{
    /// <summary>The <c>token_use</c> of Amazon Cognito's access tokens.</summary>
    public const string AccessUse = "access";

    private const string Outage = "Fitness.IssuerUnavailable";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public static void Configure(JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters.ClockSkew = ClockSkew;
        options.TokenValidationParameters.AudienceValidator = HasValidAudience;
        options.BackchannelTimeout = IssuerKeys.LongestAnswer;
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = RequireKeysAsync,
            OnTokenValidated = RequireAccessTokenAsync,
            OnChallenge = ExplainAsync,
            OnForbidden = ExplainForbiddenAsync,
        };
    }

    /// <summary>
    /// Checks the token's audience. An access token of Amazon Cognito has none; the app client's ID, <c>client_id</c>, takes its place
    /// (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html).
    /// </summary>
    private static bool HasValidAudience(IEnumerable<string> audiences, SecurityToken token, TokenValidationParameters parameters)
    {
        var valid = (parameters.ValidAudiences ?? [])
            .Append(parameters.ValidAudience)
            .Where(audience => !string.IsNullOrWhiteSpace(audience));
        var given = audiences.ToList();
        if (
            given.Count == 0
            && token is JsonWebToken jwt
            && jwt.TryGetValue<string>("token_use", out var use)
            && use == AccessUse
            && jwt.TryGetValue<string>("client_id", out var client)
        )
            given.Add(client);
        return given.Intersect(valid, StringComparer.Ordinal).Any();
    }

    /// <summary>
    /// An unreachable issuer does not make the token invalid: a client that is told so would log its user out. And what needs no token
    /// needs no issuer: there the token is not looked at.
    /// </summary>
    private static async Task RequireKeysAsync(MessageReceivedContext context)
    {
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null)
        {
            context.NoResult();
        }
        else if (
            IsBearer(context.Request)
            && context.Options.ConfigurationManager is { } manager
            && !await http.RequestServices.GetRequiredService<IssuerKeys>().AreKnownAsync(manager)
        )
        {
            http.Items[Outage] = true;
            context.Fail(ProblemTypes.IssuerUnavailable.Title);
        }
    }

    private static bool IsBearer(HttpRequest request) =>
        request
            .Headers.Authorization.ToString()
            .StartsWith($"{JwtBearerDefaults.AuthenticationScheme} ", StringComparison.OrdinalIgnoreCase);

    private static Task RequireAccessTokenAsync(TokenValidatedContext context)
    {
        if (AccessTokenRules.FindObjection((JsonWebToken)context.SecurityToken) is { } objection)
            context.Fail(new TokenObjection(objection));
        else if (!context.Principal!.TryGetUserId(out _))
            context.Fail(new TokenObjection($"The token's 'sub' is missing, or not of 1 to {CurrentUser.MaxIdLength} ASCII characters."));
        return Task.CompletedTask;
    }

    private static async Task ExplainAsync(JwtBearerChallengeContext context)
    {
        if (context.HttpContext.Items.ContainsKey(Outage))
        {
            context.HandleResponse();
            await ProblemResult.Of(ProblemTypes.IssuerUnavailable).ExecuteAsync(context.HttpContext);
            return;
        }
        var (settings, reason) = (
            context.HttpContext.RequestServices.GetRequiredService<FitnessSettings>(),
            TokenRefusal.Describe(context)
        );
        // The library's own description repeats parts of the token.
        if (context is { Error.Length: > 0, Options.IncludeErrorDetails: true })
            context.ErrorDescription = reason;
        context.HttpContext.SetProblemDetail(
            settings.IsDevelopment
                ? $"{reason} Tokens are checked because of {settings.Tokens!.Reason}; the log of the start says how to undo that."
                : reason
        );
    }

    /// <summary>Whoever has a valid token lacks only the role of <see cref="UserAuthentication.OperatorPolicy"/>.</summary>
    private static Task ExplainForbiddenAsync(ForbiddenContext context)
    {
        context.HttpContext.SetProblemDetail($"The call needs a token with the role '{Roles.Operators}'.");
        return Task.CompletedTask;
    }
}
