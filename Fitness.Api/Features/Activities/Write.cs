namespace Fitness.Api.Features.Activities;

/// <summary>One activity to change.</summary>
public sealed class Write
{
    internal Write(string id, Func<Snapshot, Activity?, Decision> decide) => (Id, Decide) = (id, decide);

    /// <summary>The activity's id.</summary>
    public string Id { get; }

    /// <summary>Decides on what is stored, each time that it was read.</summary>
    internal Func<Snapshot, Activity?, Decision> Decide { get; }

    /// <summary>Creates the activity, or replaces it; the same values again change nothing.</summary>
    public static Write Upsert(string id, ActivityInput input, Preconditions preconditions) => new(id, (_, live) => Decision.Replace(live, input, preconditions));

    /// <summary>Creates the activity where there is none; what is there stays as it is.</summary>
    public static Write Add(string id, ActivityInput input) =>
        new(id, (_, live) => live is null ? new Decision.Store(input) : new Decision.Return(new WriteResult(WriteOutcome.Unchanged, live)));
}
