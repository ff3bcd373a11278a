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

    /// <summary>A text of the recording for the replay.</summary>
    public string Carry(string text)
    {
        // A short one may be the begin of a longer one.
        foreach (var (from, to) in replayed.OrderByDescending(pair => pair.Key.Length))
            text = text.Replace(from, to, StringComparison.Ordinal);
        return text;
    }
}
