using Fitness.Api.Settings;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.DataProtection;

namespace Fitness.Api.Web.Authentication;

/// <summary>Authenticates and authorizes users.</summary>
internal static partial class UserAuthentication
{
    /// <summary>The policy for what everybody may read in Development, and only operators elsewhere.</summary>
    public const string OperatorPolicy = "operator";

    /// <summary>
    /// The policy for what everybody may read and what says more to a user: without a token it lets the request in, with a wrong or expired
    /// one it does not, so that the caller learns that nobody took it for that user.
    /// </summary>
    public const string AnybodyPolicy = "anybody";

    public static void AddUserAuthentication(this WebApplicationBuilder builder, FitnessSettings settings)
    {
        if (settings.ChecksTokens)
        {
            builder.Services.AddAuthentication().AddJwtBearer(BearerTokens.Configure);
            builder.Services.AddSingleton<IssuerKeys>();
            // Authentication adds data protection, for cookies. Nothing is encrypted here, and no key may be left on a disk.
            builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            // It warns that the keys are lost with the process; nothing is protected with them.
            builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        }
        // The framework's own, which it would make anew for each request, from some ten parts that all stay.
        builder.Services.AddSingleton<IPolicyEvaluator, PolicyEvaluator>();
        builder.Services.AddSingleton<IAuthorizationService, DefaultAuthorizationService>();
        builder
            .Services.AddAuthorizationBuilder()
            .AddDefaultPolicy("user", policy => policy.RequireClaim(CurrentUser.SubjectClaim))
            .AddPolicy(OperatorPolicy, policy => policy.RequireAssertion(context => context.User.MayOperate(settings)))
            .AddPolicy(AnybodyPolicy, policy => policy.RequireAssertion(IsUserOrNobody));
    }

    /// <summary>Identifies the user. Authorization decides later whether a route admits that user.</summary>
    public static void UseUserAuthentication(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<FitnessSettings>();
        if (settings.Tokens is not { } check)
        {
            app.UseDemoUser();
            return;
        }
        if (settings.IsDevelopment)
            LogCheck(app.Logger, check.Reason, DemoUser.Id, check.Undo);
        else
            LogUsualCheck(app.Logger, settings.Environment, check.Reason);
        app.UseAuthentication();
    }

    private static bool IsUserOrNobody(AuthorizationHandlerContext context) =>
        context.User.TryGetUserId(out _) || context.Resource is HttpContext { Request.Headers.Authorization.Count: 0 };

    [LoggerMessage(
        31,
        LogLevel.Information,
        "Tokens are checked, because of {Reason}. To take every caller for the user '{User}' again, {Undo}, and start again."
    )]
    private static partial void LogCheck(ILogger logger, string reason, string user, string undo);

    [LoggerMessage(33, LogLevel.Information, "Tokens are checked, as always in {Environment}, by {Reason}.")]
    private static partial void LogUsualCheck(ILogger logger, string environment, string reason);
}
