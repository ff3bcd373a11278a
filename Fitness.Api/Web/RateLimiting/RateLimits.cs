using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Problems;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Web.RateLimiting;

/// <summary>
/// Rate limits per user and, for calls without a valid token, per address. Each process counts for itself. Responses report
/// the remaining quota in the fields of draft-ietf-httpapi-ratelimit-headers-10.
/// </summary>
internal static class RateLimits
{
    public const string PolicyHeader = "RateLimit-Policy";
    public const string Header = "RateLimit";
    private const int NetworkBytes = 8;

    // How late a window may begin: a timer of the library begins it.
    private static readonly TimeSpan Replenishing = TimeSpan.FromMilliseconds(100);

    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitValidator>();
        builder.Services.AddSingleton(provider =>
            PartitionedRateLimiter.Create<HttpContext, string>(context => Partition(PolicyOf(context)))
        );
        builder.Services.AddRateLimiter(_ => { });
        builder
            .Services.AddOptions<RateLimiterOptions>()
            .Configure<PartitionedRateLimiter<HttpContext>>(
                (options, limiter) =>
                {
                    options.GlobalLimiter = limiter;
                    options.OnRejected = RejectAsync;
                }
            );
    }

    /// <summary>Counts requests: after authentication, which identifies the user, and before anything that costs more.</summary>
    public static void UseRateLimits(this WebApplication app)
    {
        var limiter = app.Services.GetRequiredService<PartitionedRateLimiter<HttpContext>>();
        app.Use(
            (context, next) =>
            {
                if (context.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is null)
                {
                    context.Response.OnStarting(() =>
                    {
                        WriteHeaders(context, limiter.GetStatistics(context)?.CurrentAvailablePermits ?? 0);
                        return Task.CompletedTask;
                    });
                }
                return next(context);
            }
        );
        app.UseRateLimiter();
    }

    private static void WriteHeaders(HttpContext context, long left)
    {
        var (name, _, quota) = PolicyOf(context);
        var headers = context.Response.Headers;
        headers[PolicyHeader] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={quota.Requests};w={quota.WindowSeconds}");
        headers.TryAdd(Header, string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={left}"));
    }

    private static async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        var context = rejected.HttpContext;
        var (name, _, quota) = PolicyOf(context);
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.FromSeconds(quota.WindowSeconds);
        var seconds = Math.Max(1, (int)Math.Ceiling((wait + Replenishing).TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers[Header] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r=0;t={seconds}");
        await ProblemResult
            .Of(
                ProblemTypes.TooManyRequests,
                $"The limit is {quota.Requests} requests in {quota.WindowSeconds} seconds. Try again in {seconds} s."
            )
            .ExecuteAsync(context);
    }

    private static RateLimitPartition<string> Partition((string Name, string Key, Quota Quota) policy) =>
        RateLimitPartition.GetFixedWindowLimiter($"{policy.Name} {policy.Key}", _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = policy.Quota.Requests,
            Window = TimeSpan.FromSeconds(policy.Quota.WindowSeconds),
        });

    private static (string Name, string Key, Quota Quota) PolicyOf(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value;
        return context.User.TryGetUserId(out var userId)
            ? ("user", userId, options.User)
            : ("address", Network(context.Connection.RemoteIpAddress), options.Address);
    }

    /// <summary>The address; for IPv6 the /64 network, because one subscriber has all of its addresses.</summary>
    private static string Network(IPAddress? address) =>
        address switch
        {
            null => "",
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes)),
            _ => address.ToString(),
        };
}
