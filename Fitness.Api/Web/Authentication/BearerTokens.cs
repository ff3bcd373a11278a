using Fitness.Api.Web.Problems;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Fitness.Api.Web.Authentication;

/// <summary>
/// How tokens are validated, in addition to the standard <c>Authentication:Schemes:Bearer</c> configuration, which sets issuer and audience.
/// </summary>
internal static class BearerTokens
{
    private const string Outage = "Fitness.IssuerUnavailable";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public static void Configure(JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters.ClockSkew = ClockSkew;
        options.TokenValidationParameters.AudienceValidator = HasValidAudience;
        options.Events = new JwtBearerEvents { OnTokenValidated = RequireSubjectAsync, OnAuthenticationFailed = RecordOutageAsync, OnChallenge = ReportOutageAsync };
    }

    /// <summary>
    /// Checks the token's audience. An access token of Amazon Cognito has none; the app client's ID, <c>client_id</c>, takes its place
    /// (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html).
    /// </summary>
    private static bool HasValidAudience(IEnumerable<string> audiences, SecurityToken token, TokenValidationParameters parameters)
    {
        var valid = (parameters.ValidAudiences ?? []).Append(parameters.ValidAudience).Where(audience => !string.IsNullOrWhiteSpace(audience));
        var given = audiences.ToList();
        if (given.Count == 0 && token is JsonWebToken jwt && jwt.TryGetValue<string>("token_use", out var use) && use == "access" && jwt.TryGetValue<string>("client_id", out var client)) given.Add(client);
        return given.Intersect(valid, StringComparer.Ordinal).Any();
    }

    private static Task RequireSubjectAsync(TokenValidatedContext context)
    {
        if (!context.Principal!.TryGetUserId(out _)) context.Fail(new SecurityTokenException($"The token's 'sub' is missing, or not of 1 to {CurrentUser.MaxIdLength} ASCII characters."));
        return Task.CompletedTask;
    }

    /// <summary>An unreachable issuer does not make the token invalid: a client that is told so would log its user out.</summary>
    private static async Task RecordOutageAsync(AuthenticationFailedContext context)
    {
        if (context.Options.ConfigurationManager is not { } manager) return;
        try
        {
            // The configuration is cached: this asks the issuer again only if it has never responded.
            await manager.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            context.HttpContext.Items[Outage] = true;
        }
    }

    private static async Task ReportOutageAsync(JwtBearerChallengeContext context)
    {
        if (!context.HttpContext.Items.ContainsKey(Outage)) return;
        context.HandleResponse();
        await ProblemResult.Of(ProblemTypes.IssuerUnavailable).ExecuteAsync(context.HttpContext);
    }
}
