using Fitness.Api.Web.Problems;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Features.Activities;

/// <summary>What happens to one activity: it does not change, gets new values, or becomes a tombstone.</summary>
internal abstract record Decision
{
    public sealed record Return(WriteResult Result) : Decision;

    /// <param name="Input">The values.</param>
    /// <param name="UnlessRecorded">Whether the same recording under another id is kept instead.</param>
    public sealed record Store(ActivityInput Input, bool UnlessRecorded = false) : Decision;

    public sealed record Delete : Decision;

    /// <summary>Stores the values if they differ from the stored ones and the preconditions hold.</summary>
    public static Decision Replace(Activity? live, DateTimeOffset? deletedAt, ActivityInput input, Preconditions preconditions)
    {
        // RFC 9110, section 13.1.1: a change that has already succeeded may get a success response, so that a retry is harmless.
        if (live is not null && live.HasSameValuesAs(input) && (preconditions.HasIfMatch || preconditions.AreMet(live)))
            return new Return(new WriteResult(WriteOutcome.Unchanged, live));
        if (!preconditions.AreMet(live))
            return Stale(live);
        if (live is null && deletedAt is { } time && !preconditions.CreatesAnew)
            return Deleted(time);
        if (live is null || preconditions.HasIfMatch)
            return new Store(input);
        return new Return(
            WriteResult.Refuse(ProblemTypes.IfMatchRequired, $"The activity is stored with other values; its ETag is {live.ETag}.", live)
        );
    }

    /// <summary>A create that is repeated after another device has deleted the activity must not bring it back.</summary>
    public static Decision Deleted(DateTimeOffset deletedAt) =>
        new Return(
            WriteResult.Refuse(
                ProblemTypes.ActivityDeleted,
                $"The activity was deleted at {deletedAt:yyyy-MM-ddTHH:mm:ssZ}. Only {HeaderNames.IfNoneMatch}: * creates it anew."
            )
        );

    public static Decision Stale(Activity? live) =>
        new Return(
            live is null
                ? WriteResult.Refuse(ProblemTypes.StaleVersion, "There is no such activity.")
                : WriteResult.Refuse(ProblemTypes.StaleVersion, $"The activity's ETag is {live.ETag}.", live)
        );
}
