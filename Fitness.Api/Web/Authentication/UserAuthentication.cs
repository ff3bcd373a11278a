using Fitness.Api.Settings;
using Microsoft.AspNetCore.DataProtection;

namespace Fitness.Api.Web.Authentication;

/// <summary>Authenticates and authorizes users.</summary>
internal static class UserAuthentication
{
    /// <summary>The policy for what only operators may read outside Development.</summary>
    public const string OperatorPolicy = "operator";

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
        builder.Services.AddAuthorizationBuilder()
            .AddDefaultPolicy("user", policy => policy.RequireClaim(CurrentUser.SubjectClaim))
            .AddPolicy(OperatorPolicy, policy => policy.RequireClaim(CurrentUser.SubjectClaim).RequireAssertion(context => context.User.IsOperator()));
    }

    /// <summary>Identifies the user. Authorization decides later whether a route admits that user.</summary>
    public static void UseUserAuthentication(this WebApplication app)
    {
        if (app.Services.GetRequiredService<FitnessSettings>().ChecksTokens) app.UseAuthentication();
        else app.UseDemoUser();
    }
}
