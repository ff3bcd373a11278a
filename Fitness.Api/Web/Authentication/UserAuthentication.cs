using Fitness.Api.Settings;
using Microsoft.AspNetCore.DataProtection;

namespace Fitness.Api.Web.Authentication;

/// <summary>Finds out who the user is, and what the user may do.</summary>
internal static class UserAuthentication
{
    /// <summary>The policy of what operators alone may read outside Development.</summary>
    public const string OperatorPolicy = "operator";

    public static void AddUserAuthentication(this WebApplicationBuilder builder, FitnessSettings settings)
    {
        if (settings.ChecksTokens)
        {
            builder.Services.AddAuthentication().AddJwtBearer(BearerTokens.Configure);
            // Authentication brings it along, for cookies. Nothing is encrypted here, and no key is to be left on a disk.
            builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            // It warns of keys that are lost with the process; nothing is protected with them.
            builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        }
        builder.Services.AddAuthorizationBuilder()
            .AddDefaultPolicy("caller", policy => policy.RequireClaim(CurrentUser.SubjectClaim))
            .AddPolicy(OperatorPolicy, policy => policy.RequireClaim(CurrentUser.SubjectClaim).RequireAssertion(context => context.User.IsOperator()));
    }

    /// <summary>Identifies the user. Whether a route lets that user in is decided later, by authorization.</summary>
    public static void UseUserAuthentication(this WebApplication app)
    {
        if (app.Services.GetRequiredService<FitnessSettings>().ChecksTokens) app.UseAuthentication();
        else app.UseDemoUser();
    }
}
