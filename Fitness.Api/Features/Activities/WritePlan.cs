namespace Fitness.Api.Features.Activities;

/// <summary>A write that has been decided, but not yet made.</summary>
/// <param name="Queued">What it is one of the writes of.</param>
/// <param name="Index">Its place among those.</param>
/// <param name="Before">The activity as it is stored; null if there is none.</param>
/// <param name="After">The activity as it is to be; null if it is to be deleted.</param>
/// <param name="UnlessRecorded">Whether the same recording under another id is kept instead.</param>
internal sealed record PlannedWrite(QueuedWrite Queued, int Index, Activity? Before, Activity? After, bool UnlessRecorded)
{
    /// <summary>The activity's id.</summary>
    public string Id => Queued.Writes[Index].Id;

    /// <summary>Whether it takes another time than before, so that it may be or cease to be a duplicate.</summary>
    public bool ChangesTime =>
        Before is null || After is null || Before.Start != After.Start || Before.ElapsedSeconds != After.ElapsedSeconds;

    /// <summary>When those activities start that it may make a duplicate, or of which it may be one.</summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Ranges =>
        ChangesTime ? new[] { Before, After }.OfType<Activity>().Select(DuplicateRules.Around) : [];
}

/// <summary>
/// What one transaction changes: the activities that are to be written, and those that are now another one's possible duplicate, or no longer.
/// An activity is marked with the last one before it that shares its time. So the first of several has no mark, a new activity changes no
/// other, and a deletion changes only the few that were marked with it, however many there are.
/// </summary>
internal sealed class WritePlan
{
    // Of an activity with every number, its keys and the user's id; the id alone may have 255 bytes.
    private const int BytesBesideTexts = 2048;

    private readonly Dictionary<string, Activity> live;
    private readonly Dictionary<string, PlannedWrite> written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<PlannedWrite>> marked = new(StringComparer.Ordinal);
    private readonly List<(PlannedWrite Write, Activity Same)> recorded = [];

    /// <param name="writes">The writes, each to another activity.</param>
    /// <param name="neighbours">What starts within their ranges.</param>
    /// <param name="now">The time of the change, in whole milliseconds.</param>
    public WritePlan(IReadOnlyList<PlannedWrite> writes, IEnumerable<Activity> neighbours, DateTimeOffset now)
    {
        Writes = writes;
        live = neighbours.ToDictionary(activity => activity.Id, StringComparer.Ordinal);
        foreach (var before in writes.Select(write => write.Before).OfType<Activity>())
            live[before.Id] = before;
        foreach (var write in writes)
            Add(write);
        var changed = written.Values.Where(write => write.ChangesTime).ToList();
        foreach (var activity in live.Values.ToList())
        {
            if (changed.FindAll(write => MayMark(write, activity)) is { Count: > 0 } causes)
                Mark(activity, causes, now);
        }
    }

    /// <summary>The writes that it plans.</summary>
    public IReadOnlyList<PlannedWrite> Writes { get; }

    /// <summary>Those of requests with an idempotency key.</summary>
    public IEnumerable<PlannedWrite> WithKey => Writes.Where(write => write.Queued.Idempotency is not null);

    /// <summary>The ids of the activities to be written.</summary>
    public IEnumerable<string> Ids => written.Keys.Concat(marked.Keys);

    /// <summary>Whether one transaction takes all of it, however long the texts are.</summary>
    public bool Fits => Ids.Count() + WithKey.Count() <= UserItems.MaxChanges && MaxBytes <= UserItems.MaxBytes;

    /// <summary>
    /// An upper bound of its items' sizes in bytes: a character takes up to 3 in an item, and up to 6 in the response of an idempotency record.
    /// </summary>
    private int MaxBytes => Ids.Sum(id => BytesOf(After(id))) + (2 * WithKey.Sum(write => BytesOf(After(write.Id))));

    /// <summary>The writes because of which one of <see cref="Ids"/> is written.</summary>
    public IEnumerable<PlannedWrite> CausesOf(string id) => written.TryGetValue(id, out var write) ? [write] : marked[id];

    /// <summary>The activity as it is to be; null if it is to be deleted.</summary>
    public Activity? After(string id) => live.GetValueOrDefault(id);

    /// <summary>How the writes end when the transaction has been made.</summary>
    public IEnumerable<(PlannedWrite Write, WriteResult Result)> Results =>
        written
            .Values.Select(write =>
                (
                    write,
                    After(write.Id) is { } activity
                        ? new WriteResult(write.Before is null ? WriteOutcome.Created : WriteOutcome.Replaced, activity)
                        : new WriteResult(WriteOutcome.Deleted)
                )
            )
            .Concat(
                // Another of the writes may delete the one that is there: then it was there before.
                recorded.Select(one => (one.Write, new WriteResult(WriteOutcome.Unchanged, After(one.Same.Id) ?? one.Same)))
            );

    private static int BytesOf(Activity? activity) =>
        BytesBesideTexts + (3 * ((activity?.Name?.Length ?? 0) + (activity?.Device?.Length ?? 0) + (activity?.Notes?.Length ?? 0)));

    private void Add(PlannedWrite write)
    {
        if (write.UnlessRecorded && live.Values.FirstOrDefault(one => DuplicateRules.AreSameRecording(one, write.After!)) is { } same)
        {
            recorded.Add((write, same));
            return;
        }
        written.Add(write.Id, write);
        if (write.After is not { } after)
            live.Remove(write.Id);
        else
            live[write.Id] = write.Before is null ? AfterOthers(after) : after;
    }

    /// <summary>The new activity, created later than those that share its time, although clocks differ and may not have moved since.</summary>
    private Activity AfterOthers(Activity activity)
    {
        var others = live.Values.Where(other => DuplicateRules.ShareTime(other, activity)).Select(other => other.CreatedAt);
        return others.DefaultIfEmpty().Max() is var last && last >= activity.CreatedAt
            ? activity with
            {
                CreatedAt = last.AddMilliseconds(1),
                UpdatedAt = last.AddMilliseconds(1),
            }
            : activity;
    }

    private bool MayMark(PlannedWrite write, Activity activity) =>
        activity.Id == write.Id
        || activity.PossibleDuplicateOf == write.Id
        || (After(write.Id) is { } after && IsBefore(after, activity) && DuplicateRules.ShareTime(after, activity));

    private void Mark(Activity activity, List<PlannedWrite> causes, DateTimeOffset now)
    {
        var other = live
            .Values.Where(other => IsBefore(other, activity) && DuplicateRules.ShareTime(other, activity))
            .OrderBy(other => other.CreatedAt)
            .ThenBy(other => other.Id, StringComparer.Ordinal)
            .LastOrDefault();
        if (other?.Id == activity.PossibleDuplicateOf)
            return;
        var remarked = activity with { PossibleDuplicateOf = other?.Id };
        if (!written.ContainsKey(activity.Id))
        {
            marked.Add(activity.Id, causes);
            remarked = remarked with { UpdatedAt = now, Version = activity.Version + 1 };
        }
        live[activity.Id] = remarked;
    }

    private static bool IsBefore(Activity one, Activity other) =>
        one.CreatedAt != other.CreatedAt ? one.CreatedAt < other.CreatedAt : string.CompareOrdinal(one.Id, other.Id) < 0;
}
