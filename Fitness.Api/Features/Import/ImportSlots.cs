using System.Threading.RateLimiting;
using Fitness.Api.Web.Problems;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Features.Import;

/// <summary>Limits how many imports run at once, for one user and in all.</summary>
internal sealed class ImportSlots(IOptions<ImportOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> own = PartitionedRateLimiter.Create<string, string>(user =>
        RateLimitPartition.GetConcurrencyLimiter(user, _ => Limit(options.Value.PerUser))
    );
    private readonly ConcurrencyLimiter all = new(Limit(options.Value.InAll));

    /// <summary>Takes a slot, to be disposed when the import has ended; or says what is refused, and why.</summary>
    public (IDisposable? Slot, ProblemResult? Problem) Take(string userId)
    {
        var ownLease = own.AttemptAcquire(userId);
        if (!ownLease.IsAcquired)
        {
            ownLease.Dispose();
            return (null, ProblemResult.Of(ProblemTypes.TooManyImports, $"One user can import {options.Value.PerUser} files at once."));
        }
        var lease = all.AttemptAcquire();
        if (lease.IsAcquired)
            return (new Slot(ownLease, lease), null);
        lease.Dispose();
        ownLease.Dispose();
        return (null, ProblemResult.Of(ProblemTypes.ImportsBusy, $"The service imports {options.Value.InAll} files at once."));
    }

    public void Dispose()
    {
        own.Dispose();
        all.Dispose();
    }

    private static ConcurrencyLimiterOptions Limit(int permits) => new() { PermitLimit = permits, QueueLimit = 0 };

    private sealed record Slot(RateLimitLease Own, RateLimitLease All) : IDisposable
    {
        public void Dispose()
        {
            All.Dispose();
            Own.Dispose();
        }
    }
}
