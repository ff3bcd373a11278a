using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Fitness.Api.Settings;
using Microsoft.AspNetCore.DataProtection;

namespace Fitness.Api.Web.Authentication;

/// <summary>Who is calling. Always the token's <c>sub</c>, or the demo user where Development checks no tokens; no request names a user.</summary>
internal static class Caller
{
    public const string DemoUser = "demo";
    public const string Header = "Fitness-Caller";

    /// <summary>The most characters of a subject (OpenID Connect Core 1.0, section 2).</summary>
    public const int MaxUserIdLength = 255;

    /// <summary>The policy of what operators alone may read outside Development.</summary>
    public const string OperatorPolicy = "operator";

    private const string SubjectClaim = "sub";

    // Amazon Cognito's, and the two that other issuers and 'dotnet user-jwts' use.
    private static readonly string[] RoleClaims = ["cognito:groups", "roles", "role"];

    /// <summary>The caller's user id. Every route that needs it requires authorization first.</summary>
    public static string UserId(this ClaimsPrincipal principal) =>
        principal.TryGetUserId(out var userId) ? userId : throw new InvalidOperationException("The route lets an unidentified caller in.");

    /// <summary>The caller's user id, where there is one that can be a key.</summary>
    public static bool TryGetUserId(this ClaimsPrincipal principal, [NotNullWhen(true)] out string? userId)
    {
        userId = principal.FindFirstValue(SubjectClaim);
        return userId is { Length: > 0 and <= MaxUserIdLength } && userId.All(char.IsAscii);
    }

    /// <summary>Whether the caller has the role of those who run the service.</summary>
    public static bool IsOperator(this ClaimsPrincipal principal) => RoleClaims.Any(claim => principal.HasClaim(claim, Roles.Operators));

    public static void AddCallers(this WebApplicationBuilder builder, FitnessSettings settings)
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
            .AddDefaultPolicy("caller", policy => policy.RequireClaim(SubjectClaim))
            .AddPolicy(OperatorPolicy, policy => policy.RequireClaim(SubjectClaim).RequireAssertion(context => context.User.IsOperator()));
    }

    /// <summary>Says who is calling; the routes that want somebody are checked later, by <see cref="UseCallerChecks"/>.</summary>
    public static void UseCallers(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<FitnessSettings>();
        if (settings.ChecksTokens)
        {
            app.UseAuthentication();
            return;
        }
        Log.Demo(app.Logger, DemoUser, SettingNames.Variable(SettingNames.BearerSection));
        app.Use((context, next) =>
        {
            context.User = Demo;
            // At the last moment, because an error's answer begins anew.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers[Header] = DemoUser;
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    /// <summary>Lets nobody in who has no valid token, where one is wanted.</summary>
    public static void UseCallerChecks(this WebApplication app) => app.UseAuthorization();

    private static readonly ClaimsPrincipal Demo = new(new ClaimsIdentity([new Claim(SubjectClaim, DemoUser)], DemoUser));
}

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "No tokens are checked: every caller is the user '{User}'. Set {Setting}__Authority and __ValidAudiences__0 to check them.")]
    public static partial void Demo(ILogger logger, string user, string setting);
}
