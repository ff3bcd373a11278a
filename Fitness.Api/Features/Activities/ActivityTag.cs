using Fitness.Api.Web.Metadata;

namespace Fitness.Api.Features.Activities;

/// <summary>The tag of what reads and writes activities.</summary>
public static class ActivityTag
{
    /// <summary>The tag.</summary>
    public static readonly ApiTag Value = new(
        "Activities",
        "Workouts that the user recorded: store them one by one, many at once or from a file; read, change and delete them. A change needs the activity's `etag`, so that two devices do not overwrite each other."
    );
}
