using Fitness.Api.Web.Problems;

namespace Fitness.Api.Features.Activities;

/// <summary>How a write ended.</summary>
public enum WriteOutcome
{
    /// <summary>The activity is new.</summary>
    Created,

    /// <summary>The activity has new values.</summary>
    Replaced,

    /// <summary>The activity already had these values, or was not to be changed.</summary>
    Unchanged,

    /// <summary>The activity is gone.</summary>
    Deleted,

    /// <summary>An earlier request with the same idempotency key made the write.</summary>
    Replayed,

    /// <summary>There is no such activity.</summary>
    Missing,

    /// <summary>The write was refused.</summary>
    Refused,
}

/// <summary>The result of a write.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Activity">The activity after the write, or the one that is stored when the write was refused; null if there is none.</param>
/// <param name="Problem">Why it was refused.</param>
public sealed record WriteResult(WriteOutcome Outcome, Activity? Activity = null, ProblemResult? Problem = null)
{
    private const string ETag = "etag";

    /// <summary>A refusal because of what is stored: the problem's member <c>etag</c> is its version.</summary>
    internal static WriteResult Refuse(ProblemType type, string detail, Activity stored) =>
        new(
            WriteOutcome.Refused,
            stored,
            ProblemResult.Of(type, detail, new Dictionary<string, object?>(StringComparer.Ordinal) { [ETag] = stored.ETag })
        );

    internal static WriteResult Refuse(ProblemType type, string detail) =>
        new(WriteOutcome.Refused, Problem: ProblemResult.Of(type, detail));
}
