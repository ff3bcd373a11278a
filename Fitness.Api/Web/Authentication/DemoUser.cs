using System.Security.Claims;

namespace Fitness.Api.Web.Authentication;

/// <summary>The user of every request where Development checks no tokens.</summary>
internal static partial class DemoUser
{
    /// <summary>The user's id.</summary>
    public const string Id = "demo";

    private static readonly ClaimsPrincipal Principal = new(new ClaimsIdentity([new Claim(CurrentUser.SubjectClaim, Id)], Id));

    /// <summary>Makes every request act for the demo user, and says so once in the log and in a header of each response.</summary>
    public static void UseDemoUser(this WebApplication app)
    {
        LogDemoUser(app.Logger, Id, SettingNames.Variable(SettingNames.BearerSection));
        app.Use(
            (context, next) =>
            {
                context.User = Principal;
                // Set just before the response starts, because error handling clears the headers.
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers[FitnessHeaders.Caller] = Id;
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );
    }

    [LoggerMessage(
        30,
        LogLevel.Information,
        "No tokens are checked: every caller is the user '{User}'. Set {Setting}__Authority and __ValidAudiences__0 to check them."
    )]
    private static partial void LogDemoUser(ILogger logger, string user, string setting);
}
