using Fitness.Api.Settings;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;

namespace Fitness.Api.Features.StorageResponses;

/// <summary>
/// Says which requests to the storage a response took. Whoever sends the header <see cref="FitnessHeaders.StorageRequests"/> has them in it:
/// anybody in Development, operators elsewhere.
/// </summary>
internal static class StorageRequestsHeader
{
    /// <summary>Adds the header; after authentication, which says who asks.</summary>
    public static void UseStorageRequestsHeader(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<FitnessSettings>();
        app.Use((context, next) =>
        {
            if (!context.Request.Headers.ContainsKey(FitnessHeaders.StorageRequests) || !(settings.IsDevelopment || context.User.IsOperator())) return next(context);
            var requests = StorageRequestCounter.Begin();
            context.Response.OnStarting(() =>
            {
                context.Response.Headers[FitnessHeaders.StorageRequests] = requests.ToString();
                return Task.CompletedTask;
            });
            return next(context);
        });
    }
}
