using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Features.Activities;

/// <summary>One recorded workout or exercise of a user.</summary>
public sealed record Activity : ActivityInput
{
    /// <summary>For the serializer.</summary>
    public Activity() { }

    internal Activity(ActivityInput input)
        : base(input) { }

    /// <summary>The id, unique among the user's activities.</summary>
    [JsonPropertyOrder(-1)]
    public required string Id { get; init; }

    /// <summary>When the server first stored it.</summary>
    [JsonPropertyOrder(1)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the server last changed it.</summary>
    [JsonPropertyOrder(1)]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>1 for the first, and one more with each change; a new activity under a deleted id goes on counting.</summary>
    [JsonPropertyOrder(1)]
    public required int Version { get; init; }

    /// <summary>
    /// The id of an activity that took most of the same time and was stored before this one: probably the same workout, from another device.
    /// Absent if there is none. It goes when the other one is deleted or moved to another time, which is a change of this one, too.
    /// </summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PossibleDuplicateOf { get; init; }

    /// <summary>What to send as <c>If-Match</c> to change exactly this version; the same as the <c>ETag</c> header.</summary>
    // Version and time of the write: versions start again after everything is erased, and an old ETag must not match then.
    [JsonPropertyName("etag")]
    [JsonPropertyOrder(1)]
    public string ETag => $"\"{Version}-{UpdatedAt.ToUnixTimeMilliseconds():x}\"";

    internal EntityTagHeaderValue EntityTag => new(ETag);
}

/// <summary>A page of activities.</summary>
/// <param name="Items">The activities, newest start first. A page may be shorter than the limit.</param>
/// <param name="NextCursor">What to send as <c>cursor</c> for the next page; null only at the end.</param>
public sealed record ActivityList(IReadOnlyList<Activity> Items, string? NextCursor);

/// <summary>The document of the 2014 walkthrough's address.</summary>
/// <param name="ActivityId">The activity's id.</param>
/// <param name="UserId">The user's id.</param>
/// <param name="Date">The civil date of the start, in the activity's own UTC offset.</param>
public sealed record WalkthroughActivity(
    [property: JsonPropertyName("activity_id")] string ActivityId,
    [property: JsonPropertyName("user_id")] string UserId,
    [property: JsonPropertyName("date")] DateOnly Date
);
