using System.Security.Claims;
using Fitness.Api.Web.Problems;

namespace Fitness.Api.Web.Authentication;

/// <summary>The user of every request where Development checks no tokens.</summary>
internal static partial class DemoUser
{
    /// <summary>The user's id, unless a capsule's user takes its place.</summary>
    public const string Id = "demo";

    private static readonly ClaimsPrincipal Principal = Named(Id);

    /// <summary>A user with an id, as a token would have made it.</summary>
    /// <param name="id">The id.</param>
    /// <param name="roles">The roles.</param>
    public static ClaimsPrincipal Named(string id, params IEnumerable<string> roles) =>
        new(
            new ClaimsIdentity(
                [new Claim(CurrentUser.SubjectClaim, id), .. roles.Select(role => new Claim(CurrentUser.RolesClaim, role))],
                id
            )
        );

    /// <summary>Makes every request act for the demo user, and says so once in the log and in a header of each response.</summary>
    public static void UseDemoUser(this WebApplication app)
    {
        var callers = app.Services.GetService<ICallers>();
        if (callers is null)
            LogDemoUser(app.Logger, Id, SettingNames.Variable(SettingNames.BearerSection));
        app.Use(
            async (context, next) =>
            {
                var caller = callers is null ? Principal : await callers.FindAsync(context);
                if (caller is null)
                {
                    await ProblemResult.Of(ProblemTypes.Unauthorized).ExecuteAsync(context);
                    return;
                }
                context.User = caller;
                // Set just before the response starts, because error handling clears the headers.
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers[FitnessHeaders.Caller] = caller.UserId();
                    return Task.CompletedTask;
                });
                await next(context);
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
