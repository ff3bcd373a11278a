namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>
/// What the service chose anew in the replay, such as ids and cursors, by what it was in the recording: one by one and always the same. What
/// was there before, or the client chose, stays as it is.
/// </summary>
/// <param name="before">The items that were there before.</param>
internal sealed class Carried(IEnumerable<string> before)
{
    private readonly List<string> given = [.. before];
    private readonly Dictionary<string, string> replayed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> recorded = new(StringComparer.Ordinal);

    // By activity: those of several that were made in one millisecond were the same, and need not be now.
    private readonly Dictionary<(string Activity, string Tag), string> tags = [];

    /// <summary>Whether the one stands for the other; if neither was seen yet, they do from here on.</summary>
    public bool Matches(string inRecording, string inReplay)
    {
        if (replayed.TryGetValue(inRecording, out var known))
            return known == inReplay;
        if (inRecording == inReplay)
            return true;
        if (recorded.ContainsKey(inReplay) || IsGiven(inRecording) || IsGiven(inReplay))
            return false;
        Add(inRecording, inReplay);
        return true;
    }

    // What the service chooses anew, nobody has sent.
    private bool IsGiven(string chosen) => given.Exists(text => text.Contains(chosen, StringComparison.Ordinal));

    /// <summary>A client sent this: what is in it stays as it is, unless it is known already.</summary>
    public void Give(string text) => given.Add(text);

    /// <summary>From here on the one stands for the other.</summary>
    public void Add(string inRecording, string inReplay)
    {
        replayed[inRecording] = inReplay;
        recorded[inReplay] = inRecording;
    }

    /// <summary>From here on the one entity tag of an activity stands for the other.</summary>
    public void AddTag(string activity, string inRecording, string inReplay)
    {
        tags[(activity, inRecording)] = inReplay;
        Add(inRecording, inReplay);
    }

    /// <summary>Entity tags of an activity in the recording, such as a condition, for the replay.</summary>
    public string CarryTags(string activity, string text)
    {
        var known = tags.Where(pair => pair.Key.Activity == activity && text.Contains(pair.Key.Tag, StringComparison.Ordinal)).ToList();
        return known.Count == 0
            ? Carry(text)
            : known.Aggregate(text, (carried, pair) => carried.Replace(pair.Key.Tag, pair.Value, StringComparison.Ordinal));
    }

    /// <summary>A text of the recording for the replay.</summary>
    public string Carry(string text)
    {
        // A short one may be the begin of a longer one.
        foreach (var (from, to) in replayed.OrderByDescending(pair => pair.Key.Length))
            text = text.Replace(from, to, StringComparison.Ordinal);
        return text;
    }
}
