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
        new(id, (_, live) => Decision.Replace(live, input, preconditions));

    /// <summary>Creates the activity if there is none; does not change an existing one.</summary>
    public static Write Add(string id, ActivityInput input) =>
        new(id, (_, live) => live is null ? new Decision.Store(input) : new Decision.Return(new WriteResult(WriteOutcome.Unchanged, live)));
}
