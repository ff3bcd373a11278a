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
        {
            var options = provider.GetRequiredService<IOptions<RateLimitOptions>>().Value;
            return PartitionedRateLimiter.Create<HttpContext, Caller>(context => Partition(Caller.Of(context), options));
        });
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
        var options = app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value;
        app.Use(
            (context, next) =>
            {
                if (context.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is null)
                {
                    context.Response.OnStarting(() =>
                    {
                        WriteHeaders(context, options, limiter.GetStatistics(context)?.CurrentAvailablePermits ?? 0);
                        return Task.CompletedTask;
                    });
                }
                return next(context);
            }
        );
        app.UseRateLimiter();
    }

    private static void WriteHeaders(HttpContext context, RateLimitOptions options, long left)
    {
        var caller = Caller.Of(context);
        var (name, quota) = (caller.Policy, caller.Quota(options));
        var headers = context.Response.Headers;
        headers[PolicyHeader] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={quota.Requests};w={quota.WindowSeconds}");
        headers.TryAdd(Header, string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={left}"));
    }

    private static async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        var context = rejected.HttpContext;
        var caller = Caller.Of(context);
        var (name, quota) = (caller.Policy, caller.Quota(context.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value));
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

    private static RateLimitPartition<Caller> Partition(Caller caller, RateLimitOptions options) =>
        RateLimitPartition.GetFixedWindowLimiter(caller, one =>
        {
            var quota = one.Quota(options);
            return new FixedWindowRateLimiterOptions { PermitLimit = quota.Requests, Window = TimeSpan.FromSeconds(quota.WindowSeconds) };
        });

    /// <summary>Whose requests are counted together.</summary>
    /// <param name="Policy">The name of the limit.</param>
    /// <param name="Key">The user's id, or the address.</param>
    private readonly record struct Caller(string Policy, string Key)
    {
        private const string User = "user";
        private const string Address = "address";

        public static Caller Of(HttpContext context) =>
            context.User.TryGetUserId(out var userId)
                ? new Caller(User, userId)
                : new Caller(Address, Network(context.Connection.RemoteIpAddress));

        public Quota Quota(RateLimitOptions options) => Policy == User ? options.User : options.Address;
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
