using System.Threading.RateLimiting;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>How many reports a user can make: each reads everything that is stored of him.</summary>
internal sealed class ReportLimit : IDisposable
{
    /// <summary>Reports at once.</summary>
    public const int Reports = 6;

    /// <summary>After which there is one more.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(100);

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(user =>
        RateLimitPartition.GetTokenBucketLimiter(user, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Reports,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = Period,
        })
    );

    /// <summary>Takes one.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="waitSeconds">Seconds after which there is one, if there is none now.</param>
    public bool TryTake(string userId, out int waitSeconds)
    {
        using var lease = limiter.AttemptAcquire(userId);
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : Period;
        waitSeconds = (int)Math.Ceiling(wait.TotalSeconds);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
