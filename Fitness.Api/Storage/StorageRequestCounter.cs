using System.Collections.Concurrent;
using Fitness.Api.Settings;
using Fitness.Api.Web.Authentication;

namespace Fitness.Api.Storage;

/// <summary>
/// The requests to the storage that one answer took. Whoever sends the header <see cref="FitnessHeaders.StorageRequests"/> has them
/// in it: anybody in Development, operators elsewhere. The header is a List of Structured Fields (RFC 9651), such as <c>GetItem;n=1, Query;n=2</c>.
/// </summary>
internal sealed class StorageTally
{
    private static readonly AsyncLocal<StorageTally?> Current = new();
    private readonly ConcurrentDictionary<string, int> requests = new(StringComparer.Ordinal);

    /// <summary>Counts a request, where somebody wants to know.</summary>
    public static void Count(string operation) => Current.Value?.requests.AddOrUpdate(operation, 1, (_, count) => count + 1);

    public override string ToString() => string.Join(", ", requests.OrderBy(request => request.Key, StringComparer.Ordinal).Select(request => $"{request.Key};n={request.Value}"));

    /// <summary>Counts the requests of one answer until it begins.</summary>
    public static Task TellAsync(HttpContext context, RequestDelegate next, FitnessSettings settings)
    {
        if (!context.Request.Headers.ContainsKey(FitnessHeaders.StorageRequests) || !(settings.IsDevelopment || context.User.IsOperator())) return next(context);
        var tally = new StorageTally();
        Current.Value = tally;
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[FitnessHeaders.StorageRequests] = tally.ToString();
            return Task.CompletedTask;
        });
        return next(context);
    }
}

internal static class StorageTallyExtensions
{
    /// <summary>Tells who may know what an answer cost; after authentication, which says who asks.</summary>
    public static void UseStorageTally(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<FitnessSettings>();
        app.Use((context, next) => StorageTally.TellAsync(context, next, settings));
    }
}
