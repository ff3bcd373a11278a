namespace Fitness.Api.Features.Activities;

/// <summary>A write to one activity.</summary>
public sealed class Write
{
    internal Write(string id, Func<Snapshot, Activity?, Decision> decide) => (Id, Decide) = (id, decide);

    /// <summary>The activity's id.</summary>
    public string Id { get; }

    /// <summary>Decides from the stored state; runs again after each read.</summary>
    internal Func<Snapshot, Activity?, Decision> Decide { get; }

    /// <summary>Creates or replaces the activity; repeating the same values changes nothing.</summary>
    public static Write Upsert(string id, ActivityInput input, Preconditions preconditions) =>
        new(id, (snapshot, live) => Decision.Replace(live, snapshot.DeletedAt(id), input, preconditions));

    /// <summary>Creates the activity if there is none; does not change an existing one.</summary>
    /// <param name="id">The activity's id.</param>
    /// <param name="input">Its values.</param>
    /// <param name="anew">Whether it is created even if it was deleted.</param>
    /// <param name="unlessRecorded">Whether the result is the activity under another id that is the same recording, if there is one.</param>
    public static Write Add(string id, ActivityInput input, bool anew, bool unlessRecorded) => new(id, (snapshot, live) => live is not null
                ? new Decision.Return(new WriteResult(WriteOutcome.Unchanged, live))
            : snapshot.DeletedAt(id) is { } time && !anew ? Decision.Deleted(time)
            : new Decision.Store(input, unlessRecorded));
}
