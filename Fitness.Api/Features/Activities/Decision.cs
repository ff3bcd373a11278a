using Fitness.Api.Web.Problems;

namespace Fitness.Api.Features.Activities;

/// <summary>What becomes of one activity: it stays as it is, has new values, or leaves a tombstone.</summary>
internal abstract record Decision
{
    public sealed record Return(WriteResult Result) : Decision;

    public sealed record Store(ActivityInput Input) : Decision;

    public sealed record Delete : Decision;

    /// <summary>Stores the new values when they are new and the preconditions hold.</summary>
    public static Decision Replace(Activity? live, ActivityInput input, Preconditions preconditions)
    {
        // RFC 9110, 13.1.1: a change that has succeeded already may be answered as such, so that a retry is harmless.
        if (live is not null && live.HasSameValuesAs(input) && (preconditions.HasIfMatch || preconditions.AreMet(live))) return new Return(new WriteResult(WriteOutcome.Unchanged, live));
        if (!preconditions.AreMet(live)) return Stale(live);
        if (live is null || preconditions.HasIfMatch) return new Store(input);
        return new Return(WriteResult.Refuse(ProblemTypes.IfMatchRequired, $"The activity is stored with other values; its ETag is {live.ETag}."));
    }

    public static Decision Stale(Activity? live) =>
        new Return(WriteResult.Refuse(ProblemTypes.StaleVersion, live is null ? "There is no such activity." : $"The activity's ETag is {live.ETag}."));
}
