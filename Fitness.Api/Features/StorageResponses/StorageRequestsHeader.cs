using Fitness.Api.Settings;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;

namespace Fitness.Api.Features.StorageResponses;

/// <summary>
/// Reports which requests to the storage a response took, in the header <see cref="FitnessHeaders.StorageRequests"/>, to clients that send it:
/// any client in Development, only operators elsewhere.
/// </summary>
internal static class StorageRequestsHeader
{
    /// <summary>Adds the header. Must come after authentication, which identifies the caller.</summary>
    public static void UseStorageRequestsHeader(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<FitnessSettings>();
        app.Use(
            (context, next) =>
            {
                if (!context.Request.Headers.ContainsKey(FitnessHeaders.StorageRequests) || !context.User.MayOperate(settings))
                    return next(context);
                var requests = StorageRequestCounter.Begin();
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers[FitnessHeaders.StorageRequests] = requests.ToString();
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );
    }
}
