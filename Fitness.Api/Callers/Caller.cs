using System.Security.Claims;
using Fitness.Api.Settings;

namespace Fitness.Api.Callers;

/// <summary>Who is calling. Always the token's <c>sub</c>, or the demo user where Development checks no tokens; no request names a user.</summary>
internal static class Caller
{
    public const string DemoUser = "demo";
    public const string Header = "Fitness-Caller";
    private const string SubjectClaim = "sub";

    /// <summary>The caller's user id. Every route that needs it requires authorization first.</summary>
    public static string UserId(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(SubjectClaim) ?? throw new InvalidOperationException("The route lets an unidentified caller in.");

    public static void AddCallers(this WebApplicationBuilder builder, FitnessSettings settings)
    {
        if (settings.ChecksTokens) builder.Services.AddAuthentication().AddJwtBearer(options => options.MapInboundClaims = false);
        builder.Services.AddAuthorizationBuilder()
            .AddDefaultPolicy("caller", policy => policy.RequireClaim(SubjectClaim));
    }

    public static void UseCallers(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<FitnessSettings>();
        if (!settings.ChecksTokens)
        {
            Log.Demo(app.Logger, DemoUser, FitnessSettings.Variable(FitnessSettings.BearerSection));
            app.Use((context, next) =>
            {
                context.User = Demo;
                context.Response.Headers[Header] = DemoUser;
                return next(context);
            });
        }
        app.UseAuthorization();
    }

    private static readonly ClaimsPrincipal Demo = new(new ClaimsIdentity([new Claim(SubjectClaim, DemoUser)], DemoUser));
}

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "No tokens are checked: every caller is the user '{User}'. Set {Setting}__Authority and __ValidAudiences__0 to check them.")]
    public static partial void Demo(ILogger logger, string user, string setting);
}
